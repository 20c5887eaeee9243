"""Children and pupils: staffing, absence, support and safety."""

from rimlig.planning.library.examples import (
    LAW,
    STAFF,
    TERTIALS,
    TWICE,
    WORK,
    Area,
    Event,
    Example,
    FollowUp,
    Method,
)

AREA = Area(
    "Förskola och skola",
    (
        Example(
            "forskola-bemanning",
            "Bemanning i förskolan",
            "Barnen ska vara trygga hela dagen, och lärandet ledas av den som kan det.",
            (
                Method(
                    "Schemat läggs efter barnens tider, med tillräckligt många vuxna vid öppning och stängning",
                    ("Rektorn jämför schema och närvaro varje vecka",),
                    (
                        Event("Det finns för få vuxna när barnen kommer eller går", WORK),
                        Event("Vikarier arbetar utan att kunna rutinerna för säkerhet", STAFF),
                    ),
                    (
                        FollowUp(
                            "Antal barn per vuxen vid öppning och stängning",
                            "Enheten räknar under en vecka i varje period.",
                            TERTIALS,
                        ),
                    ),
                ),
                Method(
                    "Varje grupp leds av en legitimerad förskollärare",
                    ("Rektorn ser över legitimationer när någon anställs",),
                    (Event("Undervisning leds av någon som inte är behörig", LAW),),
                    (
                        FollowUp(
                            "Andelen grupper som leds av en legitimerad förskollärare",
                            "Personallistan jämförs med registret över legitimationer.",
                            TWICE,
                            criteria=(
                                "Alla grupper har letts av en legitimerad förskollärare.",
                                "En grupp har saknat en sådan i högst en månad.",
                                "Längre tid än så, eller fler grupper än en.",
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "skolfranvaro",
            "Elevers frånvaro",
            "Den som inte är i skolan kan inte nå målen.",
            (
                Method(
                    "Ogiltig frånvaro meddelas hemmet samma dag och utreds när den upprepas",
                    ("Mentorn går igenom klassens frånvaro varje vecka",),
                    (
                        Event("En elevs frånvaro pågår länge utan att utredas", LAW),
                        Event("Frånvaro registreras inte, så att mönstret inte syns", WORK),
                    ),
                    (
                        FollowUp(
                            "Elever med mer än femton procents frånvaro: andel som har en påbörjad utredning",
                            "Lista ur frånvarosystemet jämförs med elevhälsans ärenden.",
                            TERTIALS,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "sarskilt-stod",
            "Stöd till elever",
            "Varje elev ska få det stöd som den behöver, i tid.",
            (
                Method(
                    "Behov av särskilt stöd utreds skyndsamt och leder till ett åtgärdsprogram",
                    ("Elevhälsan går igenom öppna utredningar varannan vecka",),
                    (
                        Event("En elev väntar länge på stöd", WORK),
                        Event("Åtgärdsprogrammet följs inte upp", LAW),
                    ),
                    (
                        FollowUp(
                            "Tid från anmälan till beslut om åtgärdsprogram",
                            "Stickprov av 10 ärenden per skola.",
                            TWICE,
                            sample=True,
                            criteria=(
                                "Alla beslut kom inom den tid som nämnden har satt.",
                                "Högst två av de tio kom senare.",
                                "Fler än två kom senare, eller ett beslut saknas.",
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "krankande-behandling",
            "Trygghet och kränkande behandling",
            "Ingen ska behöva vara rädd i skolan.",
            (
                Method(
                    "Uppgifter om kränkningar anmäls till rektor och huvudman och utreds skyndsamt",
                    ("Rektorn stämmer av öppna anmälningar varje vecka",),
                    (
                        Event("En kränkning anmäls inte", LAW),
                        Event("Åtgärder sätts in men ingen ser efter om de hjälper", WORK),
                    ),
                    (
                        FollowUp(
                            "Andelen anmälningar som har utretts och följts upp inom två månader",
                            "Lista ur anmälningssystemet, per skola.",
                            TERTIALS,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "betyg",
            "Betyg och bedömning",
            "Betyg ska vara rättvisa, och lika för lika kunskap.",
            (
                Method(
                    "Lärare sambedömer prov och jämför betyg mellan klasser",
                    ("Rektorn går igenom skillnader mellan nationella prov och betyg",),
                    (Event("Betygen skiljer sig mycket från resultaten på de nationella proven", WORK),),
                    (
                        FollowUp(
                            "Skillnaden mellan betyg och nationella prov, per ämne",
                            "Betygsstatistik efter vårterminen.",
                            TWICE,
                        ),
                    ),
                ),
            ),
        ),
    ),
)
