"""The sheet “Så fyller du i”: how the workbook is filled in by hand, in a controller's own language."""

from typing import Final

from rimlig.documents import words, workbook

HEADING: Final = "heading"
TEXT: Final = "text"

GUIDE_LINES: Final = (
    (HEADING, "Så fyller du i arbetsboken"),
    (TEXT, "Skriv på bladen Om, Sammanfattning, Plan och Handlingsplaner. Lämna rubrikraderna som de är. Egna kolumner får du lägga till; de läses inte in."),
    (TEXT, f"Börja på bladet {workbook.ABOUT}: välj {workbook.KIND.lower()} i listan och skriv nämnd och år. Blad och celler som inte behövs lämnas tomma."),
    (HEADING, f"Bladet {workbook.PLAN}: en rad i taget"),
    (TEXT, f"{workbook.GOAL}, {workbook.PROCESS} och {workbook.METHOD} säger var raden hör hemma. Tomt betyder samma som på raden ovanför. Rader med samma mål, process och arbetssätt hör ihop, var de än står."),
    (TEXT, f"Text i {workbook.EVENT} börjar en ny händelse. {workbook.LIKELIHOOD}, {workbook.CONSEQUENCE} och {workbook.TREATMENT} fylls i på samma rad."),
    (TEXT, f"Text i {workbook.FOLLOW_UP} börjar en ny uppföljning. Dess {workbook.STATUS}, {workbook.RESULT} och {workbook.MEASURES} fylls i på samma rad. Skriv händelser och uppföljningar på var sin rad."),
    (TEXT, f"Text i {workbook.ACTION} är en åtgärd till det som börjar på samma rad. Har händelsen eller uppföljningen fler åtgärder får de var sin rad direkt under, där {workbook.EVENT} och {workbook.FOLLOW_UP} är tomma."),
    (TEXT, f"{workbook.ANALYSIS} gäller åtgärden på samma rad."),
    (TEXT, f"{workbook.CONTROL} skrivs en gång, på arbetssättets första rad."),
    (TEXT, "Ett mål utan processer, en process utan arbetssätt och ett arbetssätt utan innehåll får en egen rad där resten är tomt."),
    (TEXT, f"{workbook.ROW} håller reda på ordningen om du sorterar bladet. Lämna den tom på rader som du lägger till."),
    (TEXT, f"{workbook.NEW_PART} behövs bara när något med samma namn ska stå två gånger: välj {workbook.GOAL}, {workbook.PROCESS} eller {workbook.METHOD} på raden där det nya börjar."),
    (TEXT, f"{', '.join(workbook.OF_RISK)} gäller händelsen på samma rad. {', '.join(workbook.OF_FOLLOW_UP)} gäller uppföljningen på samma rad. Kolumner som inte behövs får vara tomma."),
    (TEXT, f"{workbook.REASON} skrivs en gång, på processens första rad."),
    (HEADING, "Ord som har en bestämd betydelse"),
    (TEXT, f"{workbook.STATUS} för en uppföljning: {', '.join(words.DEVIATION.values())}."),
    (TEXT, f"{workbook.STATUS} för en åtgärd: {', '.join(words.STATUS.values())}."),
    (TEXT, f"{workbook.TREATMENT}: {', '.join(words.TREATMENT.values())}."),
    (TEXT, f"{words.NO_TEXT} i en cell betyder att texten saknas i underlaget."),
    (HEADING, "Övriga blad"),
    (TEXT, f"{workbook.SUMMARY}: raden utan mål gäller helheten, de andra ett mål var."),
    (TEXT, f"{workbook.ACTION_PLANS}: en rad för varje brist. Skriv antalet enheter med siffror, till exempel 2 av totalt 8."),
    (TEXT, "Nytt stycke i en cell: tryck Alt+Enter två gånger. Måltal som 1.10 skrivs som text, annars gör Excel om dem till 1,1 eller till ett datum."),
    (TEXT, f"{workbook.SCALE}: en rad för varje steg på skalorna, för varje nivå från sitt lägsta riskvärde, och för tröskelvärdet. Lämnas tomt när kommunens egna skalor gäller."),
    (HEADING, "Ett exempel"),
)  # fmt: skip

EXAMPLE: Final = (
    {
        workbook.GOAL: "2.3",
        workbook.PROCESS: "Inköp",
        workbook.METHOD: "Beställning",
        workbook.CONTROL: "Två personer godkänner",
        workbook.EVENT: "Inköp görs utanför avtal",
        workbook.ACTION: "Utbildning för beställare",
        workbook.ACTION_STATUS: words.STATUS[next(iter(words.STATUS))],
    },
    {
        workbook.GOAL: "2.3",
        workbook.PROCESS: "Inköp",
        workbook.METHOD: "Beställning",
        workbook.ACTION: "Påminnelse i beställningssystemet (åtgärd nummer två till samma händelse)",
    },
    {
        workbook.GOAL: "2.3",
        workbook.PROCESS: "Inköp",
        workbook.METHOD: "Beställning",
        workbook.FOLLOW_UP: "Stickprov på fakturor varje tertial",
        workbook.DEVIATION: words.DEVIATION[next(iter(words.DEVIATION))],
    },
)
"""Three rows that show the rules at work. They stand on the guide's sheet only, which no one reads in."""
