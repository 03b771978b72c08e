#include "surveys/survey_page.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/decimal.h"
#include "surveys/page_assets.h"

namespace sojourn {
namespace {

constexpr int kTextLettersMax = 5000;

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + html_escape(value) + "\"";
}

std::string hidden(std::string_view name, std::string_view value) {
  return "<input type=\"hidden\"" + attribute("name", name) + attribute("value", value) + ">\n";
}

std::string paragraph(std::string_view text, std::string_view kind = {}) {
  if (text.empty()) return {};
  return "<p" + (kind.empty() ? std::string() : attribute("class", kind)) + ">" + html_escape(text) + "</p>\n";
}

SurveyWord word_of(AnswerFault fault) {
  switch (fault) {
    case AnswerFault::kMissing: return SurveyWord::kNeedAnswer;
    case AnswerFault::kNotPossible: return SurveyWord::kNotPossible;
    case AnswerFault::kTooLong: return SurveyWord::kTooLong;
  }
  return SurveyWord::kNotPossible;
}

// The whole document around what stands in <main>.
std::string document(std::string_view title, std::string_view language, const std::string& main,
                     const std::string& after = {}) {
  std::string html = "<!doctype html>\n<html" + attribute("lang", language);
  if (runs_from_right(language)) html += attribute("dir", "rtl");
  html += ">\n<head>\n<meta charset=\"utf-8\">\n<title>" + html_escape(title) + "</title>\n";
  html += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  html += "<meta name=\"robots\" content=\"noindex, nofollow\">\n<meta name=\"color-scheme\" content=\"light dark\">\n";
  html += "<style>" + std::string(survey_page_style()) + "</style>\n</head>\n<body>\n<main>\n" + main + "</main>\n";
  return html + after + "<script>" + std::string(survey_page_script()) + "</script>\n</body>\n</html>\n";
}

class PageWriter {
 public:
  PageWriter(const Survey& survey, const PageState& state) : survey_(survey), state_(state) {
    for (const SurveyQuestion* each : check_answers(survey, state.answers).asked) asked_.insert(each->id);
  }

  std::string form() {
    std::string main = heading();
    main += state_.notice.empty() ? paragraph(said(survey_.intro)) : paragraph(state_.notice, "notice");
    main += faults();
    main += "<form method=\"post\"" + attribute("action", path()) + ">\n" + common_fields();
    bool folded = false;
    for (const SurveyQuestion& each : survey_.questions) {
      if (state_.before.contains(each.id)) {
        main += carried(each);
        continue;
      }
      const bool asked = asked_.contains(each.id);
      folded = folded || !asked;
      main += each.when ? slot(each, asked) : question(each);
    }
    main += "<button type=\"submit\"";
    if (folded) main += attribute("data-send", word(SurveyWord::kSend));
    main += ">" + html_escape(word(folded ? SurveyWord::kContinue : SurveyWord::kSend)) + "</button>\n</form>\n";
    return document(said(survey_.title), state_.language, main, languages(""));
  }

  std::string click(const std::string& score) {
    const SurveyQuestion& question = *survey_.first_score();
    std::string main = heading() + paragraph(said(question.text));
    main += "<form method=\"post\"" + attribute("action", path()) + attribute("data-click", "1") + ">\n" +
            common_fields() + hidden("click", "1") + hidden("a." + question.id, score) + "<button type=\"submit\">" +
            html_escape(survey_word(SurveyWord::kSendScore, state_.language, score)) + "</button>\n</form>\n";
    main += "<p id=\"soon\" class=\"other\" hidden>" + html_escape(word(SurveyWord::kSentSoon)) + "</p>\n";
    main += "<p class=\"other\"><a" + attribute("href", address(state_.language, "")) + ">" +
            html_escape(word(SurveyWord::kChangeScore)) + "</a></p>\n";
    return document(said(survey_.title), state_.language, main, languages(score));
  }

 private:
  std::string said(const LocalText& text) const { return text.in(state_.language, survey_.languages.front()); }
  std::string_view word(SurveyWord which) const { return survey_word(which, state_.language); }
  std::string heading() const { return "<h1>" + html_escape(said(survey_.title)) + "</h1>\n"; }
  std::string path() const { return state_.path.empty() ? "/s/" + survey_.name : state_.path; }
  std::string common_fields() const {
    return (state_.token.empty() ? std::string() : hidden("t", state_.token)) + hidden("lang", state_.language);
  }

  std::string answer_of(const SurveyQuestion& question) const {
    const auto found = state_.answers.find(question.id);
    return found == state_.answers.end() ? std::string() : found->second;
  }
  const AnswerFault* fault_of(const SurveyQuestion& question) const {
    const auto found = state_.faults.find(question.id);
    return found == state_.faults.end() ? nullptr : &found->second;
  }

  std::string carried(const SurveyQuestion& question) const {
    const std::string answer = answer_of(question);
    return hidden("seen", question.id) + (answer.empty() ? std::string() : hidden("a." + question.id, answer));
  }

  // A template is no part of the page until the script takes it out.
  std::string slot(const SurveyQuestion& asked_if, bool asked) const {
    const SurveyCondition& when = *asked_if.when;
    const nlohmann::json condition{when.question, comparison_sign(when.comparison), when.value};
    return "<div" + attribute("data-when", condition.dump()) + ">" + (asked ? "" : "<template>") + question(asked_if) +
           (asked ? "" : "</template>") + "</div>\n";
  }

  std::string question(const SurveyQuestion& question) const {
    if (!question.is_score() && !question.is_choice()) return text_question(question);
    std::string html = "<fieldset" + attribute("id", "q-" + question.id) + described(question) + ">";
    html += "<legend>" + asking(question) + "</legend>\n" + fault_text(question);
    html += question.is_score() ? scale(question) : choices(question);
    return html + hidden("seen", question.id) + "</fieldset>\n";
  }

  std::string text_question(const SurveyQuestion& question) const {
    std::string html = "<div class=\"text\"><label" + attribute("for", "q-" + question.id) + ">" + asking(question) +
                       "</label>\n" + fault_text(question) + "<textarea rows=\"4\"" +
                       attribute("id", "q-" + question.id) + attribute("name", "a." + question.id) +
                       attribute("maxlength", std::to_string(kTextLettersMax)) + described(question);
    if (question.required) html += " required";
    // The first line break after the tag is not part of the text.
    return html + ">\n" + html_escape(answer_of(question)) + "</textarea>\n" + hidden("seen", question.id) + "</div>\n";
  }

  std::string asking(const SurveyQuestion& question) const {
    std::string hint(question.several ? word(SurveyWord::kSeveral) : std::string_view());
    if (!question.required) {
      hint += hint.empty() ? "" : ", ";
      hint += word(SurveyWord::kOptional);
    }
    std::string html = html_escape(said(question.text));
    return hint.empty() ? html : html + " <span class=\"optional\">(" + html_escape(hint) + ")</span>";
  }

  std::string described(const SurveyQuestion& question) const {
    if (fault_of(question) == nullptr) return {};
    return (question.is_score() || question.is_choice() ? std::string() : " aria-invalid=\"true\"") +
           attribute("aria-describedby", "f-" + question.id);
  }

  std::string fault_text(const SurveyQuestion& question) const {
    const AnswerFault* fault = fault_of(question);
    if (fault == nullptr) return {};
    return "<p class=\"fault\"" + attribute("id", "f-" + question.id) + ">" + html_escape(word(word_of(*fault))) +
           "</p>\n";
  }

  std::string radio(const SurveyQuestion& question, const std::string& value) const {
    std::string html = "<input type=\"radio\"" + attribute("name", "a." + question.id) + attribute("value", value);
    if (answer_of(question) == value) html += " checked";
    if (question.required) html += " required";
    return html + ">";
  }

  // Never required: a browser would want every single one.
  std::string box(const SurveyQuestion& question, const std::string& value) const {
    const std::vector<std::string> chosen = split_choices(answer_of(question));
    const bool checked = std::find(chosen.begin(), chosen.end(), value) != chosen.end();
    return "<input type=\"checkbox\"" + attribute("name", "a." + question.id) + attribute("value", value) +
           (checked ? " checked>" : ">");
  }

  std::string scale(const SurveyQuestion& question) const {
    const int low = static_cast<int>(question.scale->min);
    const int high = static_cast<int>(question.scale->max);
    std::string html = "<div class=\"scale n" + std::to_string(high - low + 1) + "\">\n";
    for (int step = low; step <= high; ++step) {
      const std::string value = std::to_string(step);
      const bool stars = question.kind == "stars";
      std::string meaning;
      if (stars) meaning = survey_word(SurveyWord::kOf, state_.language, value, std::to_string(high));
      if (!stars && step == low) meaning = said(question.low);
      if (!stars && step == high) meaning = said(question.high);
      html += "<label>" + radio(question, value);
      html += stars ? "<span class=\"face star\" aria-hidden=\"true\">" + value + " \xe2\x98\x85</span>"
                    : "<span class=\"face\">" + value + "</span>";
      if (!meaning.empty()) html += "<span class=\"unseen\"> " + html_escape(meaning) + "</span>";
      html += "</label>\n";
    }
    return html + "</div>\n" + ends(question);
  }

  // Told to the eye; those who listen hear them with the first and the last step.
  std::string ends(const SurveyQuestion& question) const {
    const std::string low = said(question.low);
    const std::string high = said(question.high);
    if (low.empty() && high.empty()) return {};
    const auto end = [](double step, const std::string& text) {
      return "<span>" + (text.empty() ? std::string() : format_number(step) + " = " + html_escape(text)) + "</span>";
    };
    return "<div class=\"ends\" aria-hidden=\"true\">" + end(question.scale->min, low) +
           end(question.scale->max, high) + "</div>\n";
  }

  std::string choices(const SurveyQuestion& question) const {
    std::string html = "<div class=\"choices\">\n";
    for (const SurveyChoice& each : question.choices) {
      html += "<label>" + (question.several ? box(question, each.id) : radio(question, each.id)) + "<span>" +
              html_escape(said(each.text)) + "</span></label>\n";
    }
    return html + "</div>\n";
  }

  std::string faults() const {
    if (state_.faults.empty() && !state_.need_any) return {};
    std::string html =
        "<div class=\"faults\" role=\"alert\"><h2>" + html_escape(word(SurveyWord::kCheckAnswers)) + "</h2>\n<ul>\n";
    if (state_.need_any) html += "<li>" + html_escape(word(SurveyWord::kNeedAny)) + "</li>\n";
    for (const SurveyQuestion& each : survey_.questions) {
      const AnswerFault* fault = fault_of(each);
      if (fault == nullptr) continue;
      html += "<li><a" + attribute("href", "#q-" + each.id) + ">" + html_escape(said(each.text)) + "</a> " +
              html_escape(word(word_of(*fault))) + "</li>\n";
    }
    return html + "</ul></div>\n";
  }

  std::string address(std::string_view language, std::string_view score) const {
    std::string address = path() + "?lang=" + std::string(language);
    if (!state_.token.empty()) address += "&t=" + state_.token;
    return score.empty() ? address : address + "&score=" + std::string(score);
  }

  std::string languages(std::string_view score) const {
    if (survey_.languages.size() < 2) return {};
    std::string html = "<nav" + attribute("aria-label", word(SurveyWord::kLanguages)) + "><ul>\n";
    for (const std::string& each : survey_.languages) {
      html +=
          "<li><a" + attribute("href", address(each, score)) + attribute("lang", each) + attribute("hreflang", each);
      if (each == state_.language) html += " aria-current=\"true\"";
      html += ">" + html_escape(language_name(each)) + "</a></li>\n";
    }
    return html + "</ul></nav>\n";
  }

  const Survey& survey_;
  const PageState& state_;
  std::set<std::string> asked_;
};

}  // namespace

std::string html_escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

SentForm read_form(const std::vector<std::pair<std::string, std::string>>& fields) {
  SentForm form;
  for (const auto& [name, value] : fields) {
    if (name.starts_with("a.")) {
      const auto [answer, first] = form.answers.try_emplace(name.substr(2), value);
      if (!first) answer->second += "," + value;
    }
    if (name == "seen") form.seen.insert(value);
    if (name == "t") form.token = value;
    if (name == "lang") form.language = value;
    if (name == "click") form.click = value == "1";
  }
  return form;
}

std::string form_page(const Survey& survey, const PageState& state) { return PageWriter(survey, state).form(); }

std::string click_page(const Survey& survey, const PageState& state, const std::string& score) {
  return PageWriter(survey, state).click(score);
}

std::string thanks_page(const Survey& survey, std::string_view language) {
  std::string thanks = survey.thanks.in(language, survey.languages.front());
  if (thanks.empty()) thanks = survey_word(SurveyWord::kThanks, language);
  return document(thanks, language, "<h1>" + html_escape(thanks) + "</h1>\n");
}

std::string message_page(const Survey* survey, std::string_view language, SurveyWord word) {
  const std::string message(survey_word(word, language));
  if (survey == nullptr) return document(message, language, "<h1>" + html_escape(message) + "</h1>\n");
  const std::string title = survey->title.in(language, survey->languages.front());
  return document(title, language, "<h1>" + html_escape(title) + "</h1>\n" + paragraph(message));
}

}  // namespace sojourn
