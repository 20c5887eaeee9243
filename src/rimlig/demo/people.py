"""The people of the demo. None of them exists, and their addresses cannot."""

from rimlig.demo.content import Person
from rimlig.organisation.models import Role

PEOPLE = (
    Person("joel.brandt@lindhaga.example", "Joel Brandt", Role.CONTROLLER, "lindhaga"),
    Person("kim.aberg@lindhaga.example", "Kim Åberg", Role.CENTRAL_CONTROLLER),
    Person("amira.holm@lindhaga.example", "Amira Holm", Role.UNIT_MANAGER, "lindhaga", "Förskolan Tallbacken"),
    Person("bo.alm@lindhaga.example", "Bo Alm", Role.UNIT_MANAGER, "lindhaga", "Förskolan Björkdungen"),
    Person("carin.berglund@lindhaga.example", "Carin Berglund", Role.UNIT_MANAGER, "lindhaga", "Förskolan Ekhult"),
    Person("david.sund@lindhaga.example", "David Sund", Role.UNIT_MANAGER, "lindhaga", "Förskolan Granen"),
    Person("elin.kvist@lindhaga.example", "Elin Kvist", Role.UNIT_MANAGER, "lindhaga", "Förskolan Kvarnbacken"),
    Person("farid.haddad@lindhaga.example", "Farid Haddad", Role.UNIT_MANAGER, "lindhaga", "Förskolan Lyktan"),
    Person("gun.wik@lindhaga.example", "Gun Wik", Role.UNIT_MANAGER, "lindhaga", "Förskolan Sjövik"),
    Person("henrik.skog@lindhaga.example", "Henrik Skog", Role.UNIT_MANAGER, "lindhaga", "Förskolan Äppelgården"),
    Person("tove.lind@lindhaga.example", "Tove Lind", Role.PERFORMER, "lindhaga", "Ekonomi och stöd"),
    Person("siv.norrby@lindhaga.example", "Siv Norrby", Role.DEPARTMENT_MANAGER, "lindhaga", "Avdelning förskola"),
    Person("oskar.vik@lindhaga.example", "Oskar Vik", Role.HEAD_OF_ADMINISTRATION, "lindhaga"),
    Person("lena.strand@lindhaga.example", "Lena Strand", Role.BOARD_MEMBER, "lindhaga"),
    Person("ida.falk@lindhaga.example", "Ida Falk", Role.CONTROLLER, "utbildning"),
    Person("hans.moberg@lindhaga.example", "Hans Moberg", Role.HEAD_OF_ADMINISTRATION, "utbildning"),
    Person("per.sand@lindhaga.example", "Per Sand", Role.CONTROLLER, "teknik"),
    Person("eva.lilja@lindhaga.example", "Eva Lilja", Role.HEAD_OF_ADMINISTRATION, "teknik"),
    Person("nora.ek@lindhaga.example", "Nora Ek", Role.AUDITOR),
    Person("ali.berg@lindhaga.example", "Ali Berg", Role.ADMINISTRATOR),
)
