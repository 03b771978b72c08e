#include "act/alert_letter.h"

#include "act/letter_html.h"
#include "act/words.h"
#include "answers/asker.h"
#include "answers/question_text.h"

namespace sojourn {
namespace {

using boards::Json;

// What is said of an entry, in one language.
struct Said {
  std::string subject;
  std::string finding;
  std::string proof;  // Interval and n; "" : none.
  std::string days;
  std::string only;  // "" : everything.
  std::string meaning;
};

std::string proof_of(const AlertFigure& figure, std::string_view unit, const Words& words) {
  std::string proof;
  if (figure.low && figure.high) {
    proof = words.say("letter.interval",
                      {{"low", words.figure(*figure.low, unit)}, {"high", words.figure(*figure.high, unit)}});
  }
  if (figure.n) proof += (proof.empty() ? "n = " : ", n = ") + words.number(*figure.n);
  return proof;
}

Said say(const Alert& alert, const AlertEntry& entry, const Words& words) {
  const bool firing = entry.standing == AlertStanding::kFiring;
  const std::string title = alert.title.empty() ? alert.name : alert.title;
  const Result<const MeasureDefinition*> definition = find_measure(alert.question.measure);
  const std::string unit = definition ? (*definition)->unit : std::string();
  const auto figure = [&](const std::optional<double>& number) {
    return number ? words.figure(*number, unit) : std::string("?");
  };
  Said said;
  said.subject = words.say(firing ? "alert.subject_firing" : "alert.subject_over", {{"title", title}});
  const std::string key = (firing ? "alert." : "alert.over_") + std::string(alert_when_name(alert.when));
  said.finding = words.say(key, {{"measure", definition ? words.measure(**definition) : alert.question.measure},
                                 {"value", figure(entry.figure.value)},
                                 {"limit", figure(alert.value)},
                                 {"days", std::to_string(alert.days)}});
  said.proof = proof_of(entry.figure, unit, words);
  const Micros as_of = entry.figure.as_of == 0 ? entry.at : entry.figure.as_of;
  said.days =
      words.say("alert.days", {{"days", std::to_string(alert.days)}, {"date", day_in(as_of, alert.question.zone)}});
  if (!alert.question.where.empty()) said.only = words.say("letter.only", {{"where", alert.question.where}});
  if (definition) said.meaning = words.definition(**definition);
  return said;
}

Letter letter_of(const Alert& alert, const AlertEntry& entry, const Delivery& delivery, const std::string& language,
                 const OutgoingSettings& settings, Micros now) {
  const Words words(language);
  const Said said = say(alert, entry, words);
  const std::string why = words.say("alert.why", {{"name", alert.name}});
  const std::string address = page_address(settings, "/alerts");
  const std::string open(words.find("alert.open"));
  Letter letter = automatic_letter(settings, entry.id, delivery.to, now);
  letter.subject = said.subject;
  letter.language = words.language();
  letter.headers.emplace_back("X-Sojourn-Alert", alert.name);
  std::string body = html_paragraph(said.finding, "font-size:18px;font-weight:600");
  letter.text = said.finding + "\n\n";
  for (const std::string* line : {&said.proof, &said.days, &said.only}) {
    if (line->empty()) continue;
    body += html_paragraph(*line);
    letter.text += *line + "\n";
  }
  if (!address.empty()) {
    body += html_link(address, open);
    letter.text += "\n" + open + ": " + address + "\n";
  }
  constexpr std::string_view kSmall = "font-size:13px;color:#58616d";
  body += html_paragraph(said.meaning, kSmall) + html_paragraph(why, kSmall);
  letter.text += "\n" + said.meaning + "\n\n--\n" + why + "\n";
  letter.html = html_letter(words.language(), said.subject, body);
  return letter;
}

std::string webhook_body(const Alert& alert, const AlertEntry& entry, Micros now) {
  const Said said = say(alert, entry, Words("en"));
  Json data{{"alert", alert.name}, {"title", alert.title}, {"state", standing_name(entry.standing)}};
  data["question"] = Json::parse(question_json(alert.question));
  data["period"] = std::to_string(alert.days) + "d";
  data["when"] = alert_when_name(alert.when);
  data["threshold"] = alert.value ? Json(*alert.value) : Json(nullptr);
  data.update(figure_json(entry.figure));
  data["since"] = format_time(entry.at);
  data["text"] = said.finding;
  const bool firing = entry.standing == AlertStanding::kFiring;
  const Json body{{"type", firing ? "alert.firing" : "alert.over"}, {"timestamp", format_time(now)}, {"data", data}};
  return boards::text_of(body);
}

}  // namespace

OutgoingMessage alert_message(const Alert& alert, const AlertEntry& entry, const Delivery& delivery,
                              const std::string& language, const OutgoingSettings& settings, Micros now) {
  OutgoingMessage message;
  message.by = delivery.by;
  message.id = entry.id;
  message.at = now;
  if (delivery.by == InviteBy::kEmail) {
    message.letter = letter_of(alert, entry, delivery, language, settings, now);
  } else {
    message.text = webhook_body(alert, entry, now);
  }
  return message;
}

}  // namespace sojourn
