#include "collect/column_words.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "collect/column_note.h"

namespace sojourn {
namespace {

struct TargetWords {
  std::string_view target;
  std::string_view names;  // With a bar between them, the surest first.
};

constexpr std::array kTargets{
    TargetWords{
        "time",
        "time|timestamp|event time|occurred at|date time|datetime|date|created at|created on|creation date|created|"
        "created time|submitted at|submit date|submission date|submitted|response date|recorded date|"
        "completed at|completion date|end date|start date|start time|started at|call start|call date|"
        "order date|ordered at|purchase date|paid at|visited at|sent at|received at|opened at|closed at|"
        "event date|date received|received date|date submitted|date created|date opened|invoice date|"
        "transaction date|review date|visit date|complete timestamp|datum|tijdstip|datum en "
        "tijd|zeitpunkt|zeitstempel|date et heure|fecha|fecha y hora|"
        "horodatage|marca temporal|datum uhrzeit|antwortdatum|antwoorddatum|invuldatum|ingevuld op|"
        "ausgefullt am|eingegangen am|erstellt am|aangemaakt op|bestelldatum|besteldatum|bestellt am|besteld op|"
        "date de reponse|date de commande|fecha de respuesta|fecha de pedido|fecha del pedido|"
        "updated at|last modified"},
    TargetWords{"promise",
                "promise|promised|promised at|promised date|due date|due|due at|estimated delivery|"
                "estimated delivery date|expected delivery|delivery promise|eta"},
    TargetWords{"who.id",
                "customer id|customer number|customer no|customer nr|customer|user id|userid|client id|"
                "client number|member id|person id|patient id|subscriber id|contact id|cust id|custid|"
                "klantnummer|klant id|klant|kundennummer|kunden id|kunde|numero client|client|"
                "numero de cliente|cliente|kunden nr|kundennr|klant nr|klantnr|numero de client|id client|id cliente|"
                "case id|case number|case|patient|traveller"},
    TargetWords{"who.email",
                "email|email address|customer email|contact email|e mail|mail|recipient email|"
                "user email|e mailadres|mailadres|emailadres|courriel|correo|correo electronico|emailadresse|"
                "email adresse|mailadresse|adresse email|adresse mail|email adres"},
    TargetWords{"who.phone",
                "phone|phone number|telephone|telephone number|mobile|mobile number|mobile phone|cell phone|"
                "msisdn|caller|caller number|caller id|calling number|from number|customer phone|ani|"
                "telefoon|telefoonnummer|telefon|telefonnummer|telefono|telefon nr|telefonnr|rufnummer|"
                "handy|handynummer|mobil|mobilnummer|mobiel|mobiele telefoon|numero de telephone|"
                "numero de telefono|portable|movil"},
    TargetWords{"who.anonymous", "anonymous id|anonymous|visitor id|cookie|cookie id|client cookie|browser id"},
    TargetWords{"who.device", "device id|installation id|advertising id|idfa|gaid"},
    TargetWords{"who.account",
                "account|account id|account number|company|company id|company name|organisation|"
                "organization|household id|bedrijf|firma|entreprise|empresa"},
    TargetWords{"id",
                "id|event id|response id|responseid|response|record id|uuid|ticket id|ticket number|ticket|case id|"
                "case number|call id|conversation id|interaction id|contact id|respondent id|message id|"
                "transaction id|review id|row id|unique id|antwort nr|antwortnr|antwortnummer|antwort id|antwoord nr|"
                "antwoordnummer|antwoord id|reponse id|id reponse|id de reponse|numero de reponse|respuesta id|"
                "id respuesta|id de respuesta|numero de respuesta|ticketnummer|ticket nr|vorgangsnummer|zaaknummer"},
    TargetWords{"order",
                "order|order id|order number|order no|invoice|invoice no|invoice number|invoice id|"
                "bestelnummer|bestellnummer|commande|pedido|bestell nr|bestellnr|bestel nr|bestelnr|ordernummer|"
                "auftragsnummer|numero de commande|numero de pedido"},
    TargetWords{"subscription", "subscription|subscription id|contract|contract id|contract number|policy number"},
    TargetWords{"amount",
                "amount|total|total amount|order total|grand total|total price|revenue|order value|order amount|"
                "sales|net amount|gross amount|transaction amount|spend|value|price|bedrag|totaal|betrag|"
                "gesamtbetrag|montant|importe|bestellwert|bestelwaarde|orderbedrag|totaalbedrag|umsatz|omzet|"
                "gesamtsumme|summe|preis|prijs|prix|precio|montant total|valeur de la commande|importe total|"
                "valor del pedido|total del pedido"},
    TargetWords{kUnitPrice,
                "unit price|price each|item price|lineitem price|price per unit|price per item|stukprijs|"
                "stuckpreis|prix unitaire|precio unitario"},
    TargetWords{"cost", "cost|costs|handling cost|contact cost"},
    TargetWords{"currency", "currency|currency code|valuta|wahrung|devise|moneda"},
    TargetWords{"quantity", "quantity|qty|units|lineitem quantity|item quantity|aantal|menge|quantite|cantidad"},
    TargetWords{"product",
                "product|product name|item|item name|lineitem name|article|service|sku|produkt|produit|"
                "producto"},
    TargetWords{"channel",
                "channel|contact channel|source channel|medium|contact method|via|origin|kanaal|kanal|canal"},
    TargetWords{"touchpoint",
                "touchpoint|event|event name|event type|action|activity|interaction type|contact type|"
                "gebeurtenis|ereignis|evenement|evento"},
    TargetWords{"stage", "stage|journey stage"},
    TargetWords{"direction", "direction|call direction|inbound outbound"},
    TargetWords{kWritten, "description|body|reason|why|message|content|title|notes|note"},
    TargetWords{"text",
                "text|comment|comments|feedback|verbatim|review|review text|open answer|free text|remark|remarks|"
                "suggestions|opmerking|opmerkingen|toelichting|kommentar|bemerkung|commentaire|comentario|"
                "comentarios|commentaires|kommentare|anmerkung|anmerkungen|freitext|begrundung|remarque|remarques|"
                "observaciones|sugerencias"},
    TargetWords{"language", "language|locale|lang|user language|taal|sprache|langue|idioma"},
    TargetWords{"agent",
                "agent|agent name|agent id|advisor|handled by|assigned to|assignee|operator|representative|"
                "employee|medewerker|mitarbeiter"},
    TargetWords{"queue", "queue|queue name|skill|skill group|wachtrij|warteschlange"},
    TargetWords{"department", "department|team|team name|group|afdeling|abteilung"},
    TargetWords{"campaign", "campaign|campaign name|utm campaign|kampagne|campagne"},
    TargetWords{"device", "device|device type|platform"},
    TargetWords{"location",
                "location|city|store|store name|branch|region|state|country|country code|vestiging|plaats|stad|"
                "land|filiale|ort|stadt|ville|pays|ciudad|pais"},
    TargetWords{"outcome", "outcome|result|disposition|call result|call status|final status|status"},
    TargetWords{"wait",
                "wait|wait time|waiting time|queue time|time in queue|speed of answer|asa|wachttijd|wartezeit|"
                "temps dattente|tiempo de espera"},
    TargetWords{"talk",
                "talk|talk time|conversation time|call duration|call length|duration|gesprekstijd|gesprachsdauer|"
                "gespreksduur|anrufdauer|dauer|duur|duree|duree dappel|duracion"},
    TargetWords{"hold", "hold|hold time|on hold"},
    TargetWords{"wrap", "wrap|wrap up|wrap time|wrap up time|after call work|acw"},
    TargetWords{"transfers", "transfers|transfer count|number of transfers"},
    TargetWords{"resolved", "resolved|is resolved|solved|first contact resolution|fcr|opgelost|gelost"},
    TargetWords{"-",
                "first name|firstname|last name|lastname|surname|full name|customer name|contact name|user name|"
                "name|naam|klantnaam|naam klant|volledige naam|kundenname|vollstandiger name|nom|prenom|nom de famille|"
                "nom complet|nom du client|nombre|apellido|apellidos|nombre completo|nombre del cliente|adres|adresse|"
                "straat|strasse|rue|calle|direccion|date de naissance|fecha de nacimiento|"
                "address|address 1|address 2|street|street address|ip|ip address|ipaddress|date of birth|birth date|"
                "birthday|dob|password|ssn|iban|card number|voornaam|achternaam|vorname|nachname|"
                "recipient first name|recipient last name|geboortedatum|geburtsdatum|latitude|longitude|"
                "location latitude|location longitude"},
};

// Words that say whose a column is, and nothing of what it holds.
constexpr std::array<std::string_view, 11> kOwners{"customer", "client",  "user",  "review", "response", "survey",
                                                   "call",     "contact", "event", "ticket", "billing"};

struct Unit {
  std::string_view unit;
  std::string_view names;
};
constexpr std::array kUnits{Unit{"ms", "ms|msec|milliseconds|millisekunden|milliseconden"},
                            Unit{"s", "s|sec|secs|seconds|sek|sekunden|seconden|secondes|segundos"},
                            Unit{"min", "min|mins|minutes|minuten|minuut|minutos"},
                            Unit{"h", "h|hours|hrs|std|stunden|uur|uren|heures|horas"}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool has_word(std::string_view words, std::string_view word) {
  for (size_t at = words.find(word); at != std::string_view::npos; at = words.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' ')) return true;
  }
  return false;
}

// Where the name stands in the list; -1: it does not.
int rank_in(std::string_view names, std::string_view name) {
  for (int rank = 0; !names.empty(); ++rank) {
    const size_t bar = names.find('|');
    if (names.substr(0, bar) == name) return rank;
    if (bar == std::string_view::npos) break;
    names.remove_prefix(bar + 1);
  }
  return -1;
}

// "Übergrößen" -> "Ubergrossen": letters of Latin-1 without their accents.
std::string without_accents(std::string_view text) {
  constexpr char kLead = '\xC3';
  constexpr std::string_view kPlain = "AAAAAAACEEEEIIIIDNOOOOO*OUUUUY*saaaaaaaceeeeiiiidnooooo*ouuuuy*y";
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool accented = text[i] == kLead && i + 1 < text.size() && (text[i + 1] & 0xC0) == 0x80;
    if (!accented) {
      plain += text[i];
      continue;
    }
    const char letter = kPlain[text[++i] & 0x3F];
    plain += letter;
    if (letter == 's') plain += letter;  // The sharp one.
  }
  return plain;
}

// Of an answer: its number, not what it says.
bool is_numbering(std::string_view words) {
  constexpr std::string_view kNumbering = "nr|no|number|nummer|numero|num";
  return rank_in(kNumbering, words.substr(words.rfind(' ') + 1)) >= 0 ||
         rank_in(kNumbering, words.substr(0, words.find(' '))) >= 0;
}

}  // namespace

std::string header_words(std::string_view column) { return column_words(without_accents(column)); }

std::string column_words(std::string_view column) {
  std::string words;
  for (size_t i = 0; i < column.size(); ++i) {
    const char c = column[i];
    const bool inside = i > 0 && (is_letter(column[i - 1]) || is_digit(column[i - 1]));
    // A capital behind a small letter begins a word, as in createdAt; so does one before a small letter, as in URLPath.
    const bool before_small = i + 1 < column.size() && is_letter(column[i + 1]) && i > 0 && is_capital(column[i - 1]);
    if (is_capital(c) && (inside || before_small) && !words.empty() && words.back() != ' ') words += ' ';
    if (is_capital(c) || is_letter(c) || is_digit(c)) {
      words += lower_ascii(c);
    } else if (!words.empty() && words.back() != ' ' && c != '\'') {
      words += ' ';
    }
  }
  while (!words.empty() && words.back() == ' ') words.pop_back();
  // "e-mail" is one word to most people.
  for (size_t at = words.find("e mail"); at != std::string::npos; at = words.find("e mail", at + 1)) {
    if (at == 0 || words[at - 1] == ' ') words.erase(at + 1, 1);
  }
  return words;
}

std::vector<NameHint> name_hints(std::string_view words) {
  std::vector<NameHint> hints;
  for (const TargetWords& each : kTargets) {
    int rank = rank_in(each.names, words);
    if (rank < 0) rank = rank_in(each.names, without_note(words));
    if (rank >= 0) hints.push_back({each.target, rank});
  }
  if (!hints.empty()) return hints;
  const size_t blank = words.find(' ');
  const bool owned = blank != std::string_view::npos &&
                     std::find(kOwners.begin(), kOwners.end(), words.substr(0, blank)) != kOwners.end();
  if (owned) hints = name_hints(words.substr(blank + 1));
  for (NameHint& hint : hints) hint.rank += 100;
  return hints;
}

std::string_view rating_words(std::string_view words) {
  if (is_numbering(words)) return "";
  for (const std::string_view derived : {"group", "category", "segment", "type", "date", "id", "count", "number of"}) {
    if (has_word(words, derived)) return "";
  }
  for (const std::string_view word :
       {"nps", "net promoter", "recommend", "recommendation", "aanbevelen", "aanbeveelt", "aanbeveling",
        "aanbevelingsscore", "empfehlen", "empfehlung", "weiterempfehlen", "weiterempfehlung", "recommander",
        "recommanderiez", "recommandation", "recomendar", "recomendaria", "recomendarias", "recomendacion"}) {
    if (has_word(words, word)) return "nps";
  }
  for (const std::string_view word :
       {"csat", "satisfaction", "satisfied", "tevredenheid", "tevreden", "zufriedenheit", "zufrieden", "satisfait",
        "satisfaite", "satisfaccion", "satisfecho", "satisfecha"}) {
    if (has_word(words, word)) return "csat";
  }
  for (const std::string_view word : {"ces", "effort", "easy", "ease", "moeite", "aufwand", "esfuerzo", "gemak",
                                      "einfach", "facilite", "facilidad"}) {
    if (has_word(words, word)) return "ces";
  }
  for (const std::string_view word : {"stars", "star", "sterren", "sterne", "etoiles", "estrellas"}) {
    if (has_word(words, word)) return "stars";
  }
  for (const std::string_view word : {"useful", "usable", "enjoyable"}) {
    if (has_word(words, word)) return word;
  }
  for (const std::string_view word : {"rating", "score", "rate", "grade", "cijfer", "bewertung", "note", "answer",
                                      "antwoord", "antwort", "reponse", "respuesta", "puntuacion"}) {
    if (has_word(words, word)) return "rating";
  }
  return "";
}

std::string_view unit_words(std::string_view words) {
  const size_t blank = words.rfind(' ');
  const std::string_view last = blank == std::string_view::npos ? words : words.substr(blank + 1);
  for (const Unit& each : kUnits) {
    if (rank_in(each.names, last) >= 0) return each.unit;
  }
  return "";
}

}  // namespace sojourn
