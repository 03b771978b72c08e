// What customers of the made-up company write and say in Dutch (comments.h).
#include "simulate/comments.h"

namespace sojourn {
namespace {

constexpr std::string_view kDays[] = {"2 dagen", "3 dagen", "4 dagen", "5 dagen", "een week", "9 dagen"};
constexpr std::string_view kWeekdays[] = {"op maandag",   "op dinsdag", "op woensdag",
                                          "op donderdag", "op vrijdag", "op zaterdag"};
constexpr std::string_view kThings[] = {"de regenjas", "de tent", "de rugzak", "de drinkfles", "de slaapzak"};
constexpr std::string_view kNames[] = {"Robin Voorbeeld", "Sam de Test", "Alex Jansen"};
constexpr std::string_view kPraise[] = {"Besteld {weekday} en twee dagen later in huis. Heerlijk.",
                                        "Vriendelijk geholpen en precies wat ik zocht.",
                                        "Alles ging soepel, dank jullie wel!",
                                        "{thing} is uitstekend, ik gebruik hem elke week.",
                                        "Goede kwaliteit voor een eerlijke prijs.",
                                        "Snel, vriendelijk, perfect. Bedankt!",
                                        "Ik ben dol op mijn aankoop, {thing} is nog mooier dan verwacht.",
                                        "Heel blij met mijn bestelling, {thing} bevalt prima.",
                                        "Goed advies in de winkel en veel keuze.",
                                        "De website is duidelijk en handig, ik vond meteen wat ik zocht."};
constexpr std::string_view kLate[] = {"Het pakket kwam {days} te laat en niemand liet iets weten.",
                                      "De bezorging was {weekday} beloofd, maar kwam {days} later.",
                                      "Ik moest veel te lang op de bezorging wachten.",
                                      "Mijn bezorging was weer te laat, nu zelfs {days}.",
                                      "De bezorging duurde {days} langer dan beloofd.",
                                      "De bezorging is altijd te laat, ik zat {weekday} voor niets thuis.",
                                      "Na {days} nog steeds geen pakket, de bezorging is een ramp.",
                                      "De bezorger kwam {weekday} niet opdagen en het pakket was {days} te laat.",
                                      "{thing} kwam {days} te laat voor onze vakantie."};
constexpr std::string_view kCheckout[] = {"De app liep vast toen ik wilde betalen.",
                                          "Afrekenen in de app duurt eindeloos, ik heb het {times} keer opgegeven.",
                                          "Waarom moet ik bij het afrekenen mijn adres nog eens invullen?",
                                          "Betalen in de app werkt niet, de knop doet niets.",
                                          "Het afrekenen crashte {times} keer voordat ik kon betalen.",
                                          "De betaalpagina van de app is kapot sinds de update.",
                                          "Ik kon niet afrekenen, mijn winkelmand was ineens leeg.",
                                          "Te veel stappen bij het afrekenen, vervelend."};
constexpr std::string_view kService[] = {"Ik heb het aan {times} mensen uitgelegd en het is nog niet opgelost.",
                                         "Niemand heeft me teruggebeld.",
                                         "Aan het antwoord had ik helemaal niets.",
                                         "Ik hing eeuwig in de wacht en toen viel de lijn weg.",
                                         "De klantenservice is slecht, ze antwoorden nooit op mijn mails.",
                                         "De medewerker was onbeleefd en luisterde niet.",
                                         "Ik heb {times} keer om hulp gevraagd en kom geen stap verder.",
                                         "Elke medewerker zegt iets anders, heel frustrerend."};
constexpr std::string_view kQuality[] = {"{thing} ging na {days} kapot.",
                                         "De rits van mijn jas liet na {days} los, slechte kwaliteit.",
                                         "{thing} lekt, ik ben erg teleurgesteld.",
                                         "{thing} ziet er goedkoop uit en stinkt.",
                                         "De naad was al gescheurd toen ik de doos opende.",
                                         "{thing} is helemaal niet waterdicht."};
constexpr std::string_view kPrice[] = {
    "Veel te duur voor wat je krijgt.", "De prijs is dit jaar twee keer verhoogd, dat is te veel.",
    "De verzendkosten zijn belachelijk hoog.", "Ik zag hetzelfde ergens anders goedkoper.", "{thing} is te duur."};
constexpr std::string_view kReturns[] = {
    "Na {days} heb ik mijn geld nog niet terug.", "Terugsturen was een nachtmerrie.",
    "Ik stuurde het {weekday} terug en heb nog steeds geen geld.", "Het retourlabel werkte niet.",
    "Jullie vragen geld voor retourneren, dat is oneerlijk."};
constexpr std::string_view kSwitch[] = {
    "De volgende keer ga ik naar Acme Outdoor.", "Ik heb mijn account opgezegd en ben overgestapt naar Acme Outdoor.",
    "Acme Outdoor is goedkoper en sneller, dus ik stap over.", "De volgende keer koop ik het ergens anders.",
    "Ik ben overgestapt naar Sample Sports, die leveren wel op tijd."};
constexpr std::string_view kFeeling[] = {"Wat een heerlijke verrassing, mijn dag is goed!",
                                         "Met {thing} voel ik me veilig in de bergen.",
                                         "Buiten met {thing} voel ik me vrij.",
                                         "Onze hele wandelclub draagt het, we voelen ons één familie.",
                                         "Fijn dat jullie zo weinig plastic gebruiken, dat vind ik belangrijk.",
                                         "Met {thing} haalde ik mijn eerste top, zo trots!",
                                         "Zo blij, mijn dochter juichte toen ze de doos openmaakte!",
                                         "Eindelijk kan ik na het werk ontspannen, dat doet me goed."};
constexpr std::string_view kWorry[] = {
    "Ik ben bang dat mijn kaartgegevens bij jullie niet veilig zijn.", "Ik maak me zorgen dat het pakket nooit komt.",
    "Zo verdrietig dat de winkel in mijn stad dicht is.", "De doos was vies en zat vol haren, walgelijk.",
    "Ik schrok toen het touw losschoot."};
constexpr std::string_view kEvening[] = {
    "Laat me alsjeblieft 's avonds laten bezorgen.", "Ik zou willen dat jullie 's avonds bezorgen.",
    "Het zou fijn zijn als het pakket na zes uur 's avonds kan komen.", "Kunnen jullie avondbezorging toevoegen?",
    "Een bezorgtijd in de avond zou mij erg helpen."};
constexpr std::string_view kInstalments[] = {
    "Ik zou graag in termijnen betalen.", "Bied alsjeblieft betalen in termijnen aan.",
    "Het zou fijn zijn om in drie termijnen te betalen.", "Kunnen jullie termijnen toevoegen bij het afrekenen?",
    "Ik wou dat ik de betaling in termijnen kon spreiden."};
constexpr std::string_view kWishlist[] = {"Een verlanglijstje om te delen zou fijn zijn.",
                                          "Voeg alsjeblieft een verlanglijstje toe dat ik met vrienden kan delen.",
                                          "Ik wou dat ik mijn verlanglijstje kon delen.",
                                          "Het zou leuk zijn om een gedeeld verlanglijstje te hebben.",
                                          "Kunnen jullie het delen van het verlanglijstje toevoegen?"};
constexpr std::string_view kDark[] = {
    "Voeg alsjeblieft een donkere modus toe aan de app.", "Ik wou dat de app een donkere modus had.",
    "Een donkere modus zou fijn zijn voor mijn ogen.", "Kunnen jullie een donkere modus toevoegen?",
    "De app heeft een donkere modus nodig, hij is 's nachts zo fel."};
constexpr std::string_view kPersonal[] = {"Je kunt me bereiken via {mail}.", "Bel me alsjeblieft op {phone}.",
                                          "Mijn naam is {name}, mijn nummer is {phone}.",
                                          "Mail naar {mail}, groeten, {name}."};
constexpr std::string_view kNiceend[] = {"Ga zo door!", "Ik kom zeker terug.", "Echt een aanrader.", "Goed gedaan.",
                                         "Vijf sterren van mij."};
constexpr std::string_view kBadend[] = {"Dit kan echt niet.",  "Ik verwacht beter.", "Doe er alsjeblieft iets aan.",
                                        "Erg teleurstellend.", "Ik ben boos.",       "Nooit meer."};
constexpr std::string_view kHello[] = {"Goedemorgen, waarmee kan ik u helpen?",
                                       "Hallo, u spreekt met de klantenservice, wat kan ik voor u doen?",
                                       "Goedemiddag, bedankt voor het bellen, hoe kan ik u helpen?"};
constexpr std::string_view kSorry[] = {
    "Het spijt me heel erg. Ik zoek het meteen voor u op.", "Ehm, even kijken. Excuses, dat had niet mogen gebeuren.",
    "O, wat vervelend, sorry. Mag ik alstublieft uw ordernummer?", "Mijn excuses, we gaan dit samen oplossen."};
constexpr std::string_view kDetail[] = {"Mijn ordernummer is {order}.", "Het is order {order}, van vorige week.",
                                        "Een moment, hier is het: {order}.",
                                        "Het nummer is {order}, besteld {weekday}."};
constexpr std::string_view kFix[] = {"Dank u wel. Ik heb vandaag een nieuwe verstuurd, u ontvangt die {weekday}.",
                                     "Ik heb de kosten teruggestort, u krijgt het geld binnen {days}.",
                                     "Het is geregeld, ik beloof dat het {weekday} komt.",
                                     "Ik heb het gevonden. Het gaat vandaag weg en we zullen u een bericht sturen."};
constexpr std::string_view kThanks[] = {
    "Geweldig, heel erg bedankt voor uw hulp!", "Fantastisch, u heeft me goed geholpen, dank u wel!",
    "Perfect, daar ben ik blij mee. Bedankt!", "Heel fijn, dat is opgelost. Wat bent u vriendelijk."};
constexpr std::string_view kNofix[] = {"Helaas kan ik er vanaf hier niets aan doen.",
                                       "Ik vrees dat u op de andere afdeling moet wachten.",
                                       "Sorry, ik kan dat in het systeem niet wijzigen."};
constexpr std::string_view kAnger[] = {
    "Dat is belachelijk, ik wacht al {days}!", "Dit is de slechtste service die ik ooit heb gezien.",
    "Ik ben nu echt boos, niemand helpt me.", "Daar heb ik niets aan, verschrikkelijk slecht."};
constexpr std::string_view kManager[] = {"Ik wil uw manager spreken.", "Geef me uw leidinggevende maar.",
                                         "Verbind me dan door met de manager."};
constexpr std::string_view kBothello[] = {"Hallo, ik ben de digitale assistent. Waar gaat het over?",
                                          "Hoi! Vraag me alles over bestellingen, bezorging en retouren."};
constexpr std::string_view kBotanswer[] = {"Uw pakket {order} is onderweg en komt {weekday}.",
                                           "U kunt het binnen 30 dagen terugsturen met het label in de doos.",
                                           "Het is op voorraad en kan {weekday} bij u zijn."};
constexpr std::string_view kBothand[] = {"Ik geef u door aan een collega.", "Een moment, een collega neemt het over."};

}  // namespace

const LanguageWords kDutch = {
    "nl", " ", kDays, kWeekdays, kThings, kNames, {kPraise,   kLate,     kCheckout,  kService, kQuality, kPrice,
                                                   kReturns,  kSwitch,   kFeeling,   kWorry,   kEvening, kInstalments,
                                                   kWishlist, kDark,     kPersonal,  kNiceend, kBadend,  kHello,
                                                   kSorry,    kDetail,   kFix,       kThanks,  kNofix,   kAnger,
                                                   kManager,  kBothello, kBotanswer, kBothand}};

}  // namespace sojourn
