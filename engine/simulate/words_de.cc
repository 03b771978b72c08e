// What customers of the made-up company write and say in German (comments.h).
#include "simulate/comments.h"

namespace sojourn {
namespace {

constexpr std::string_view kDays[] = {"2 Tage", "3 Tage", "4 Tage", "5 Tage", "eine Woche", "9 Tage"};
constexpr std::string_view kWeekdays[] = {"am Montag",     "am Dienstag", "am Mittwoch",
                                          "am Donnerstag", "am Freitag",  "am Samstag"};
constexpr std::string_view kThings[] = {"die Regenjacke", "das Zelt", "der Rucksack", "die Trinkflasche",
                                        "der Schlafsack"};
constexpr std::string_view kNames[] = {"Robin Beispiel", "Kim Muster", "Alex Mustermann"};
constexpr std::string_view kPraise[] = {"Bestellt {weekday}, zwei Tage später getragen. Wunderbar.",
                                        "Nette Leute und genau das, was ich gesucht habe.",
                                        "Alles lief reibungslos, vielen Dank!",
                                        "{thing} ist ausgezeichnet und jede Woche im Einsatz.",
                                        "Gute Qualität zu einem fairen Preis.",
                                        "Schnell, freundlich, perfekt. Danke!",
                                        "{thing} ist noch schöner als erwartet, ich bin begeistert.",
                                        "Sehr zufrieden mit meiner Bestellung, {thing} ist super.",
                                        "Gute Beratung im Laden und eine tolle Auswahl.",
                                        "Die Webseite ist klar und einfach, ich habe sofort gefunden, was ich wollte."};
constexpr std::string_view kLate[] = {"Das Paket kam {days} zu spät, und keiner sagte Bescheid.",
                                      "Die Lieferung war {weekday} versprochen und kam {days} später.",
                                      "Ich musste viel zu lange auf die Lieferung warten.",
                                      "Meine Lieferung kam wieder zu spät, diesmal {days}.",
                                      "Die Lieferung dauerte {days} länger als versprochen.",
                                      "Die Lieferung ist immer zu spät, ich saß {weekday} umsonst zu Hause.",
                                      "Seit Tagen kein Paket, die Lieferung ist eine Katastrophe.",
                                      "Der Bote kam {weekday} nicht, und das Paket war {days} zu spät.",
                                      "{thing} kam {days} zu spät für unseren Urlaub."};
constexpr std::string_view kCheckout[] = {"Die App blieb hängen, als ich bezahlen wollte.",
                                          "Das Bezahlen in der App nimmt kein Ende, ich gab {times} Mal auf.",
                                          "Warum muss ich an der Kasse meine Adresse noch einmal eingeben?",
                                          "Bezahlen in der App geht nicht, der Knopf tut nichts.",
                                          "Die Kasse stürzte {times} Mal ab, bevor ich bezahlen konnte.",
                                          "Die Bezahlseite der App ist seit dem Update kaputt.",
                                          "Ich konnte nicht bezahlen, mein Warenkorb war plötzlich leer.",
                                          "Zu viele Schritte an der Kasse, das nervt."};
constexpr std::string_view kService[] = {"Ich habe es {times} Leuten erklärt, gelöst ist es immer noch nicht.",
                                         "Niemand hat zurückgerufen.",
                                         "Die Antwort hat mir überhaupt nicht geholfen.",
                                         "Ich hing ewig in der Warteschleife, dann war die Leitung tot.",
                                         "Der Kundendienst ist schlecht, auf meine Mails antwortet niemand.",
                                         "Der Mitarbeiter war unhöflich und hörte nicht zu.",
                                         "Ich habe {times} Mal um Hilfe gebeten und komme nicht weiter.",
                                         "Jeder Mitarbeiter sagt etwas anderes, sehr frustrierend."};
constexpr std::string_view kQuality[] = {"{thing} ging schon nach kurzer Zeit kaputt.",
                                         "Der Reißverschluss meiner Jacke riss ab, schlechte Qualität.",
                                         "{thing} ist undicht, ich bin sehr enttäuscht.",
                                         "{thing} sieht billig aus und stinkt.",
                                         "Die Naht war schon gerissen, als ich den Karton öffnete.",
                                         "{thing} ist überhaupt nicht wasserdicht."};
constexpr std::string_view kPrice[] = {"Viel zu teuer für das, was man bekommt.",
                                       "Der Preis ist dieses Jahr zweimal gestiegen, das ist zu viel.",
                                       "Die Versandkosten sind lächerlich hoch.",
                                       "Das Gleiche habe ich anderswo billiger gesehen.", "{thing} ist überteuert."};
constexpr std::string_view kReturns[] = {
    "Meine Erstattung ist immer noch nicht da.", "Die Rücksendung war ein Albtraum.",
    "Ich habe es {weekday} zurückgeschickt und immer noch kein Geld.", "Der Rücksendeschein funktionierte nicht.",
    "Ihr verlangt Geld für Rücksendungen, das ist unfair."};
constexpr std::string_view kSwitch[] = {
    "Nächstes Mal gehe ich zu Acme Outdoor.", "Ich habe mein Konto gekündigt und bin zu Acme Outdoor gewechselt.",
    "Acme Outdoor ist billiger und schneller, also wechsle ich.", "Nächstes Mal kaufe ich woanders.",
    "Ich bin zu Sample Sports gewechselt, die liefern pünktlich."};
constexpr std::string_view kFeeling[] = {"Was für eine schöne Überraschung, mein Tag ist gerettet!",
                                         "{thing} gibt mir in den Bergen ein Gefühl von Sicherheit.",
                                         "Da draußen fühle ich mich frei, {thing} gehört dazu.",
                                         "Unser ganzer Wanderverein trägt es, wir fühlen uns wie eine Familie.",
                                         "Schön, dass ihr so wenig Plastik verwendet, das ist mir wichtig.",
                                         "Mein erster Gipfel, ich bin so stolz!",
                                         "So glücklich, meine Tochter jubelte beim Auspacken!",
                                         "Endlich kann ich nach der Arbeit entspannen, das tut mir gut."};
constexpr std::string_view kWorry[] = {
    "Ich habe Angst, dass meine Kartendaten bei euch nicht sicher sind.",
    "Ich mache mir Sorgen, dass das Paket nie ankommt.", "So traurig, dass der Laden in meiner Stadt geschlossen hat.",
    "Der Karton war schmutzig und voller Haare, ekelhaft.", "Ich erschrak, als das Seil nachgab."};
constexpr std::string_view kEvening[] = {
    "Bitte bietet auch Lieferung am Abend an.", "Ich wünschte, ihr würdet am Abend liefern.",
    "Es wäre schön, wenn das Paket abends nach sechs kommen könnte.", "Könnt ihr eine Lieferung am Abend anbieten?",
    "Eine Lieferzeit am Abend würde mir sehr helfen."};
constexpr std::string_view kInstalments[] = {"Ich würde gern in Raten zahlen.", "Bitte bietet Ratenzahlung an.",
                                             "Es wäre schön, in drei Raten zahlen zu können.",
                                             "Könnt ihr Ratenzahlung an der Kasse hinzufügen?",
                                             "Ich wünschte, ich könnte in Raten bezahlen."};
constexpr std::string_view kWishlist[] = {
    "Ein Wunschzettel zum Teilen wäre schön.", "Bitte fügt einen Wunschzettel hinzu, den ich mit Freunden teilen kann.",
    "Ich wünschte, ich könnte meinen Wunschzettel teilen.", "Es wäre schön, einen gemeinsamen Wunschzettel zu haben.",
    "Könnt ihr das Teilen des Wunschzettels einbauen?"};
constexpr std::string_view kDark[] = {
    "Bitte fügt der App einen Dunkelmodus hinzu.", "Ich wünschte, die App hätte einen Dunkelmodus.",
    "Ein Dunkelmodus wäre gut für meine Augen.", "Könnt ihr einen Dunkelmodus einbauen?",
    "Die App braucht einen Dunkelmodus, nachts ist sie so hell."};
constexpr std::string_view kPersonal[] = {"Ihr erreicht mich unter {mail}.", "Bitte ruft mich unter {phone} an.",
                                          "Mein Name ist {name}, meine Nummer ist {phone}.",
                                          "Schreibt an {mail}, Grüße, {name}."};
constexpr std::string_view kNiceend[] = {"Weiter so!", "Ich komme wieder.", "Sehr zu empfehlen.", "Gut gemacht.",
                                         "Fünf Sterne von mir."};
constexpr std::string_view kBadend[] = {"Das geht gar nicht.", "Ich erwarte mehr.", "Bitte tut etwas dagegen.",
                                        "Sehr enttäuschend.",  "Ich bin wütend.",   "Nie wieder."};
constexpr std::string_view kHello[] = {"Guten Morgen, wie kann ich Ihnen helfen?",
                                       "Hallo, hier ist der Kundendienst, was kann ich für Sie tun?",
                                       "Guten Tag, danke für Ihren Anruf, wie kann ich helfen?"};
constexpr std::string_view kSorry[] = {"Das tut mir sehr leid. Ich werde sofort für Sie nachsehen.",
                                       "Ähm, mal sehen. Entschuldigung, das hätte nicht passieren dürfen.",
                                       "Oh, das tut mir leid. Geben Sie mir bitte Ihre Bestellnummer?",
                                       "Verzeihung, wir werden das gemeinsam lösen."};
constexpr std::string_view kDetail[] = {
    "Meine Bestellnummer ist {order}.", "Es ist die Bestellung {order}, von letzter Woche.",
    "Einen Moment, hier ist sie: {order}.", "Die Nummer ist {order}, bestellt {weekday}."};
constexpr std::string_view kFix[] = {"Vielen Dank. Ich habe heute Ersatz verschickt, Sie erhalten ihn {weekday}.",
                                     "Ich habe die Kosten erstattet, Sie bekommen das Geld in wenigen Tagen.",
                                     "Es ist erledigt, ich verspreche, es kommt {weekday}.",
                                     "Ich habe es gefunden. Es geht heute raus und wir werden Ihnen Bescheid geben."};
constexpr std::string_view kThanks[] = {
    "Das ist toll, vielen Dank für Ihre Hilfe!", "Wunderbar, Sie haben mir sehr geholfen, danke schön!",
    "Perfekt, damit bin ich zufrieden. Danke!", "Sehr gut, das ist gelöst. Sie sind sehr freundlich."};
constexpr std::string_view kNofix[] = {"Leider kann ich von hier aus nichts tun.",
                                       "Ich fürchte, Sie müssen auf die andere Abteilung warten.",
                                       "Entschuldigung, das System lässt mich das nicht ändern."};
constexpr std::string_view kAnger[] = {
    "Das ist lächerlich, ich warte schon ewig!", "Das ist der schlechteste Service, den ich je gesehen habe.",
    "Ich bin jetzt wirklich wütend, niemand hilft mir.", "Das hilft mir überhaupt nicht, es ist furchtbar."};
constexpr std::string_view kManager[] = {"Ich möchte Ihren Vorgesetzten sprechen.", "Holen Sie mir bitte Ihren Chef.",
                                         "Dann verbinden Sie mich mit Ihrem Vorgesetzten."};
constexpr std::string_view kBothello[] = {"Hallo, ich bin der digitale Assistent. Worum geht es?",
                                          "Hallo! Fragen Sie mich zu Bestellungen, Lieferung und Rückgabe."};
constexpr std::string_view kBotanswer[] = {
    "Ihr Paket {order} ist unterwegs und kommt {weekday}.",
    "Sie können es innerhalb von 30 Tagen mit dem Schein im Karton zurückschicken.",
    "Es ist auf Lager und kann {weekday} bei Ihnen sein."};
constexpr std::string_view kBothand[] = {"Ich gebe Sie an einen Kollegen weiter.",
                                         "Einen Moment, ein Kollege übernimmt."};

}  // namespace

const LanguageWords kGerman = {
    "de", " ", kDays, kWeekdays, kThings, kNames, {kPraise,   kLate,     kCheckout,  kService, kQuality, kPrice,
                                                   kReturns,  kSwitch,   kFeeling,   kWorry,   kEvening, kInstalments,
                                                   kWishlist, kDark,     kPersonal,  kNiceend, kBadend,  kHello,
                                                   kSorry,    kDetail,   kFix,       kThanks,  kNofix,   kAnger,
                                                   kManager,  kBothello, kBotanswer, kBothand}};

}  // namespace sojourn
