"""Office files are zip files, and the same report must give the same file at any hour and in any time zone."""

import io
import zipfile
from typing import Final

# A zip file stores when each part was written. This is the earliest that it can say.
THE_SAME_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip file of the members, equal whenever they are."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, THE_SAME_MOMENT)
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def repacked(data: bytes) -> bytes:
    """Return an Office file with the same parts, and nothing about when they were written."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})
