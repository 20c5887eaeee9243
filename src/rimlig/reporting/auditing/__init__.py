"""The auditor's file: everything about a planned follow-up, through the editions and years that it has been in."""
