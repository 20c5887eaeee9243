"""What every board has: its people, its decisions, its data, and its integrity."""

from rimlig.planning.library.examples import (
    BRIBERY,
    CONFLICT,
    FRAUD,
    IT,
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
    "Gemensamt för alla nämnder",
    (
        Example(
            "mutor",
            "Skydd mot mutor",
            "Den som bor här ska kunna lita på att ingen kan köpa sig en fördel.",
            (
                Method(
                    "Alla medarbetare vet vad de får ta emot, och vem de frågar när de är osäkra",
                    ("Chefen går igenom reglerna med nya medarbetare under den första månaden",),
                    (
                        Event("En medarbetare tar emot en gåva eller resa som påverkar ett beslut", BRIBERY),
                        Event("Ett erbjudande från en leverantör anmäls inte till chefen", BRIBERY),
                    ),
                    (
                        FollowUp(
                            "Andelen medarbetare som har gått igenom reglerna om mutor under året",
                            "Enheten räknar underskrivna listor mot antalet anställda.",
                        ),
                    ),
                ),
                Method(
                    "Representation och gåvor redovisas med syfte och deltagare",
                    ("Den som attesterar jämför kvittot med deltagarlistan",),
                    (Event("Kostnader för representation saknar syfte eller deltagare", FRAUD),),
                    (
                        FollowUp(
                            "Att representation har syfte, deltagare och rätt attest",
                            "Stickprov av 25 verifikationer på kontot för representation.",
                            TWICE,
                            by_units=False,
                            sample=True,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "jav",
            "Opartiska beslut",
            "Beslut ska fattas av den som inte själv har något att vinna på dem.",
            (
                Method(
                    "Den som handlägger anmäler jäv och lämnar över ärendet",
                    ("Frågan om jäv besvaras i ärendets checklista innan beslutet fattas",),
                    (
                        Event("En handläggare fattar beslut i ett ärende som rör en närstående", CONFLICT),
                        Event("Jäv anmäls först när beslutet redan är fattat", CONFLICT),
                    ),
                    (
                        FollowUp(
                            "Att frågan om jäv är besvarad i ärendet före beslutet",
                            "Stickprov av 20 ärenden per enhet, dragna ur ärendesystemet.",
                            TWICE,
                            sample=True,
                        ),
                    ),
                ),
                Method(
                    "Bisysslor anmäls och bedöms en gång om året",
                    ("Chefen ställer frågan vid medarbetarsamtalet och antecknar svaret",),
                    (Event("En bisyssla som skadar förtroendet är inte känd av arbetsgivaren", CONFLICT),),
                    (
                        FollowUp(
                            "Andelen medarbetare vars bisyssla har efterfrågats och bedömts under året",
                            "Enheten redovisar antal samtal mot antal anställda.",
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "introduktion",
            "Introduktion av nya medarbetare",
            "Den som är ny ska kunna göra rätt från början.",
            (
                Method(
                    "Nya medarbetare följer en introduktionsplan med namngiven handledare",
                    ("Chefen och den nyanställda stämmer av planen efter en och tre månader",),
                    (
                        Event("En nyanställd arbetar ensam utan att kunna rutinerna", STAFF),
                        Event("Introduktionen blir olika beroende på enhet", STAFF),
                    ),
                    (
                        FollowUp(
                            "Andelen nyanställda som har en avstämd introduktionsplan efter tre månader",
                            "Enheten räknar planer mot nyanställda under perioden.",
                            TERTIALS,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "arbetsmiljo",
            "Arbetsmiljö och sjukfrånvaro",
            "Friska medarbetare ger en verksamhet som håller.",
            (
                Method(
                    "Upprepad korttidsfrånvaro följs av ett samtal inom två veckor",
                    ("Lönesystemet påminner chefen vid fjärde tillfället på ett halvår",),
                    (Event("Tidiga tecken på ohälsa fångas inte upp", STAFF),),
                    (
                        FollowUp(
                            "Andelen medarbetare med upprepad korttidsfrånvaro som har haft samtal",
                            "Enheten jämför lönesystemets lista med förda samtal.",
                            TERTIALS,
                        ),
                    ),
                ),
                Method(
                    "Tillbud och arbetsskador utreds tillsammans med skyddsombudet",
                    ("Öppna tillbud går igenom på varje arbetsplatsträff",),
                    (Event("Samma tillbud händer igen därför att orsaken inte har utretts", STAFF),),
                    (FollowUp("Andelen tillbud som har utretts inom en månad", "Lista ur tillbudssystemet.", TWICE),),
                ),
            ),
        ),
        Example(
            "arendehandlaggning",
            "Ärendehandläggning och diarium",
            "Handlingar ska gå att hitta, och beslut ska gå att förstå i efterhand.",
            (
                Method(
                    "Inkomna handlingar registreras senast nästa arbetsdag",
                    ("Registratorn går igenom myndighetsbrevlådan två gånger om dagen",),
                    (
                        Event("En handling som ska lämnas ut går inte att hitta", LAW),
                        Event("Ett ärende blir liggande utan att någon har det", WORK),
                    ),
                    (
                        FollowUp(
                            "Att inkomna handlingar är registrerade i tid och med rätt sekretess",
                            "Stickprov av 30 handlingar: dag de kom in mot dag de registrerades.",
                            TWICE,
                            by_units=False,
                            sample=True,
                        ),
                    ),
                ),
                Method(
                    "Beslut fattas av den som har delegation och anmäls till nämnden",
                    ("Ärendesystemet kräver punkt i delegationsordningen före beslut",),
                    (
                        Event("Ett beslut fattas av någon som saknar delegation", LAW),
                        Event("Delegationsbeslut anmäls inte till nämnden", LAW),
                    ),
                    (
                        FollowUp(
                            "Att delegationsbeslut är fattade av rätt person och anmälda",
                            "Stickprov av 20 beslut per enhet mot delegationsordningen.",
                            TWICE,
                            sample=True,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "personuppgifter",
            "Behandling av personuppgifter",
            "Den vars uppgifter vi har ska kunna lita på att de används rätt.",
            (
                Method(
                    "Varje behandling står i registret med ändamål och laglig grund",
                    ("Dataskyddssamordnaren går igenom nya system före driftstart",),
                    (Event("Ett system används utan att behandlingen är bedömd", LAW),),
                    (
                        FollowUp(
                            "Att alla system i bruk har en registrerad behandling",
                            "Listan över system jämförs med registret.",
                            by_units=False,
                        ),
                    ),
                ),
                Method(
                    "Incidenter anmäls inom tre dygn",
                    ("Enheten rapporterar till dataskyddssamordnaren samma dag",),
                    (Event("Känsliga uppgifter skickas till fel mottagare och ingen får veta det", IT),),
                    (
                        FollowUp(
                            "Tid från upptäckt till anmälan för årets incidenter",
                            "Genomgång av alla incidenter i förteckningen.",
                            TWICE,
                            by_units=False,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "it-konton",
            "Konton och behörigheter",
            "Den som har slutat eller bytt arbete ska inte kunna se det som den inte ska se.",
            (
                Method(
                    "Konton avslutas samma dag som anställningen",
                    ("Lönesystemet meddelar it-enheten när en anställning tar slut",),
                    (
                        Event("Den som har slutat kan fortfarande logga in", IT),
                        Event("Ett konto som ingen äger används för att komma åt uppgifter", FRAUD),
                    ),
                    (
                        FollowUp(
                            "Konton utan pågående anställning",
                            "Listan över konton jämförs med lönesystemets anställda.",
                            TERTIALS,
                            by_units=False,
                        ),
                    ),
                ),
                Method(
                    "Behörigheter till verksamhetssystem ses över två gånger om året",
                    ("Systemägaren skickar listan till varje chef, som bekräftar den",),
                    (Event("Medarbetare har kvar behörigheter från ett tidigare arbete", IT),),
                    (
                        FollowUp(
                            "Att chefen har bekräftat enhetens behörigheter",
                            "Enheten redovisar dag för genomgången och antal ändringar.",
                            TWICE,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "krisberedskap",
            "Krisberedskap och kontinuitet",
            "Det viktigaste ska fungera också när något händer.",
            (
                Method(
                    "Varje enhet har en plan för bortfall av el, it och personal",
                    ("Planen övas en gång om året",),
                    (Event("Samhällsviktig verksamhet stannar vid ett längre avbrott", WORK),),
                    (
                        FollowUp(
                            "Att planen är övad under året och att bristerna är åtgärdade",
                            "Enheten redovisar dag för övningen och vad den visade.",
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "synpunkter",
            "Synpunkter och klagomål",
            "Den som hör av sig ska få svar, och vi ska lära av det.",
            (
                Method(
                    "Synpunkter besvaras inom tio arbetsdagar och ses över samlat",
                    ("Enhetschefen går igenom öppna synpunkter varje vecka",),
                    (
                        Event("En synpunkt lämnas utan svar", WORK),
                        Event("Återkommande klagomål leder inte till någon förändring", WORK),
                    ),
                    (
                        FollowUp(
                            "Andelen synpunkter som har besvarats i tid, och vad de har lett till",
                            "Lista ur systemet för synpunkter, per enhet.",
                            TERTIALS,
                        ),
                    ),
                ),
            ),
        ),
    ),
)
