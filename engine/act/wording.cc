#include "act/wording.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "surveys/page_assets.h"
#include "surveys/survey_page.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kLinkMark = "{link}";

// The words that neither rule nor survey tells.
struct UsualWords {
  std::string_view language;
  std::string_view subject;
  std::string_view open;          // To the survey as a page.
  std::string_view stop;          // On the link that ends it.
  std::string_view stop_letters;  // The same of a letter that asks nothing.
  std::string_view reply;         // Of an sms; {} and {} are the ends of the scale.
  std::string_view ask_stop;      // On the page behind it.
  std::string_view stop_word;     // On its button.
  std::string_view stopped;
  std::string_view already;
  std::string_view invalid;
};
constexpr std::array<UsualWords, 5> kUsual{{
    {"en", "How did we do?", "Open the survey", "No more surveys by e-mail", "No more such letters",
     "Reply with a number from {} to {}.", "Do you want no more surveys from us?", "No more surveys",
     "You will get no more surveys from us.", "You have unsubscribed already: you get no more surveys from us.",
     "This link is not complete, or not ours."},
    {"nl", "Hoe hebben we het gedaan?", "Open de vragenlijst", "Geen vragenlijsten meer per e-mail",
     "Geen brieven als deze meer", "Antwoord met een cijfer van {} tot {}.", "Wilt u geen vragenlijsten meer van ons?",
     "Geen vragenlijsten meer", "U krijgt geen vragenlijsten meer van ons.",
     "U bent al afgemeld: u krijgt geen vragenlijsten meer van ons.", "Deze link is niet volledig, of niet van ons."},
    {"de", "Wie waren wir?", "Zur Umfrage", "Keine Umfragen mehr per E-Mail", "Keine solchen Nachrichten mehr",
     "Antworten Sie mit einer Zahl von {} bis {}.", "Möchten Sie keine Umfragen mehr von uns?", "Keine Umfragen mehr",
     "Sie bekommen keine Umfragen mehr von uns.",
     "Sie sind bereits abgemeldet: Sie bekommen keine Umfragen mehr von uns.",
     "Dieser Link ist unvollständig oder nicht von uns."},
    {"ru", "Как мы справились?", "Открыть опрос", "Больше не присылать опросы", "Больше не присылать такие письма",
     "Ответьте числом от {} до {}.", "Больше не присылать вам опросы?", "Больше не присылать",
     "Мы больше не будем присылать вам опросы.", "Вы уже отписались: мы больше не присылаем вам опросы.",
     "Эта ссылка неполная или не наша."},
    {"zh", "我们做得怎么样？", "打开问卷", "不再接收问卷邮件", "不再接收此类邮件", "请回复 {} 到 {} 之间的数字。",
     "不想再收到我们的问卷吗？", "不再接收", "您不会再收到我们的问卷。", "您已经退订，不会再收到我们的问卷。",
     "此链接不完整，或不是我们的。"},
}};

const UsualWords& usual_words(std::string_view language) {
  const std::string_view family = language.substr(0, language.find('-'));
  const auto found =
      std::find_if(kUsual.begin(), kUsual.end(), [family](const UsualWords& each) { return each.language == family; });
  return found == kUsual.end() ? kUsual.front() : *found;
}

std::string replaced(std::string text, std::string_view mark, std::string_view by) {
  for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + by.size())) {
    text.replace(at, mark.size(), by);
  }
  return text;
}

std::string filled(std::string_view text, int first, int second) {
  std::string out(text);
  for (const int number : {first, second}) {
    if (const size_t at = out.find("{}"); at != std::string::npos) out.replace(at, 2, std::to_string(number));
  }
  return out;
}

// What is said to this customer, in one language.
struct Said {
  const UsualWords& words;
  std::string subject;
  std::string text;
  std::string question;
  std::string low;
  std::string high;
  const SurveyQuestion* score = nullptr;
  int least = 0;
  int most = 0;
};

Said say(const Wording& wording) {
  const std::string& language = wording.invitation.language;
  const std::string& first = wording.survey.languages.front();
  const auto in = [&](const LocalText& text) { return text.in(language, first); };
  Said said{usual_words(language), in(wording.rule.subject), in(wording.rule.text), {}, {}, {}};
  if (said.subject.empty()) said.subject = in(wording.survey.title);
  if (said.subject.empty()) said.subject = said.words.subject;
  if (said.text.empty()) said.text = in(wording.survey.intro);
  said.score = wording.survey.first_score();
  if (said.score == nullptr) return said;
  said.question = in(said.score->text);
  said.low = in(said.score->low);
  said.high = in(said.score->high);
  said.least = static_cast<int>(said.score->scale->min);
  said.most = static_cast<int>(said.score->scale->max);
  return said;
}

std::string_view stop_words(const Wording& wording, const Said& said) {
  return wording.asks() ? said.words.stop : said.words.stop_letters;
}

std::string plain_text(const Wording& wording, const Said& said) {
  std::string text = replaced(said.text, kLinkMark, wording.link());
  if (!text.empty()) text += "\n\n";
  if (said.score != nullptr) {
    text += said.question + "\n\n";
    for (int step = said.least; step <= said.most; ++step) {
      text += std::to_string(step);
      if (step == said.least && !said.low.empty()) text += " (" + said.low + ")";
      if (step == said.most && !said.high.empty()) text += " (" + said.high + ")";
      text += ": " + wording.link(step) + "\n";
    }
  } else if (wording.asks()) {
    text += std::string(said.words.open) + ": " + wording.link() + "\n";
  }
  return text + (wording.asks() ? "\n" : "") + "--\n" + std::string(stop_words(wording, said)) + ": " +
         wording.unsubscribe_link() + "\n";
}

std::string anchor(const std::string& address, std::string_view words, std::string_view style) {
  return "<a href=\"" + html_escape(address) + "\" style=\"" + std::string(style) + "\">" + html_escape(words) + "</a>";
}

std::string paragraphs(const std::string& text) {
  std::string html;
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find("\n\n", at);
    if (end == std::string::npos) end = text.size();
    html += "<p style=\"margin:0 0 16px\">" + replaced(html_escape(text.substr(at, end - at)), "\n", "<br>") + "</p>\n";
    at = end + 2;
  }
  return html;
}

// A table of links: mail programs know little else.
std::string clicks(const Wording& wording, const Said& said) {
  constexpr std::string_view kClick =
      "display:inline-block;min-width:24px;padding:10px 6px;border:1px solid #1f5fa8;border-radius:6px;color:#1f5fa8;"
      "text-align:center;text-decoration:none;font-weight:600";
  std::string html = "<p style=\"margin:0 0 12px;font-weight:600\">" + html_escape(said.question) +
                     "</p>\n<p style=\"margin:0 0 8px\">\n";
  for (int step = said.least; step <= said.most; ++step) {
    html += anchor(wording.link(step), std::to_string(step), kClick) + "\n";
  }
  html += "</p>\n";
  if (said.low.empty() && said.high.empty()) return html;
  return html + "<p style=\"margin:0 0 16px;color:#58616d;font-size:14px\">" + std::to_string(said.least) + ": " +
         html_escape(said.low) + " &middot; " + std::to_string(said.most) + ": " + html_escape(said.high) + "</p>\n";
}

std::string html_text(const Wording& wording, const Said& said) {
  const std::string& language = wording.invitation.language;
  std::string html = "<!doctype html>\n<html lang=\"" + html_escape(language) + "\"";
  if (runs_from_right(language)) html += " dir=\"rtl\"";
  html += ">\n<head><meta charset=\"utf-8\"><title>" + html_escape(said.subject) +
          "</title></head>\n<body style=\"margin:0;padding:24px;font:16px/1.5 sans-serif;color:#15191f;"
          "background:#ffffff\">\n";
  html += paragraphs(replaced(said.text, kLinkMark, wording.link()));
  if (said.score != nullptr) {
    html += clicks(wording, said);
  } else if (wording.asks()) {
    html += "<p>" + anchor(wording.link(), said.words.open, "color:#1f5fa8") + "</p>\n";
  }
  html += "<p style=\"margin:32px 0 0;font-size:13px\">" +
          anchor(wording.unsubscribe_link(), stop_words(wording, said), "color:#58616d") + "</p>\n";
  return html + "</body>\n</html>\n";
}

Letter make_letter(const Wording& wording, const Said& said, const OutgoingSettings& settings) {
  Letter letter;
  const std::string sender = mail_address(settings.from);
  letter.id = wording.invitation.id + "@" + sender.substr(sender.find('@') + 1);
  letter.date = wording.at;
  letter.from = settings.from;
  letter.reply_to = settings.reply_to;
  letter.to = wording.invitation.to;
  letter.subject = said.subject;
  letter.language = wording.invitation.language;
  letter.text = plain_text(wording, said);
  letter.html = html_text(wording, said);
  letter.headers = {{"List-Unsubscribe", "<" + wording.unsubscribe_link() + ">"},
                    {"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"},
                    {"Auto-Submitted", "auto-generated"},
                    {"X-Sojourn-Invitation", wording.invitation.id}};
  return letter;
}

std::string short_text(const Wording& wording, const Said& said) {
  const bool linked = said.text.find(kLinkMark) != std::string::npos;
  std::string text = replaced(said.text, kLinkMark, wording.link());
  if (!wording.asks()) return text;
  // Where a link is told there are two ways to answer; the question is behind it.
  if (linked) return text;
  if (!text.empty()) text += ' ';
  return text + said.question + " " + filled(said.words.reply, said.least, said.most);
}

std::string webhook_body(const Wording& wording, const Said& said) {
  const Invitation& invitation = wording.invitation;
  Json data{{"invitation", invitation.id},
            {"rule", invitation.rule},
            {"survey", invitation.survey},
            {"customer", invitation.who},
            {"about", invitation.about},
            {"touchpoint", invitation.touchpoint},
            {"event", invitation.event},
            {"language", invitation.language},
            {"subject", said.subject},
            {"text", replaced(said.text, kLinkMark, wording.link())},
            {"question", said.question},
            {"link", wording.asks() ? wording.link() : std::string()},
            {"unsubscribe", wording.unsubscribe_link()},
            {"cause_time", format_time(invitation.cause_time)}};
  if (said.score != nullptr) data["scale"] = {said.least, said.most};
  const Json body{{"type", wording.asks() ? "survey.invitation" : "letter"},
                  {"timestamp", format_time(wording.at)},
                  {"data", std::move(data)}};
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

OutgoingMessage make_message(const Wording& wording, const OutgoingSettings& settings) {
  const Said said = say(wording);
  OutgoingMessage message;
  message.by = wording.invitation.by;
  message.id = wording.invitation.id;
  message.to = wording.invitation.to;
  message.at = wording.at;
  switch (message.by) {
    case InviteBy::kEmail: message.letter = make_letter(wording, said, settings); break;
    case InviteBy::kSms: message.text = short_text(wording, said); break;
    case InviteBy::kWebhook: message.text = webhook_body(wording, said); break;
  }
  return message;
}

std::string unsubscribe_page(UnsubscribePage page, std::string_view language, std::string_view token) {
  const UsualWords& words = usual_words(language);
  const std::string_view title = page == UnsubscribePage::kAsk       ? words.ask_stop
                                 : page == UnsubscribePage::kDone    ? words.stopped
                                 : page == UnsubscribePage::kAlready ? words.already
                                                                     : words.invalid;
  std::string html = "<!doctype html>\n<html lang=\"" + std::string(words.language) +
                     "\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + html_escape(title) +
                     "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<meta name=\"robots\" content=\"noindex, nofollow\">\n<style>" +
                     std::string(survey_page_style()) + "</style>\n</head>\n<body>\n<main>\n<h1>" + html_escape(title) +
                     "</h1>\n";
  if (page == UnsubscribePage::kAsk) {
    html += "<form method=\"post\" action=\"/unsubscribe/" + html_escape(token) + "\"><button>" +
            html_escape(words.stop_word) + "</button></form>\n";
  }
  return html + "</main>\n</body>\n</html>\n";
}

}  // namespace sojourn
