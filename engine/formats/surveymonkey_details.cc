#include "formats/surveymonkey_details.h"

#include "base/text.h"

namespace sojourn::surveymonkey {
namespace {

// Titles are HTML.
std::string without_tags(const std::string& html) {
  std::string text;
  bool inside = false;
  for (const char c : html) {
    if (c == '<') inside = true;
    if (!inside) text += c;
    if (c == '>') inside = false;
  }
  return std::string(trim(text));
}

bool is_nps(const Question& question) {
  if (question.subtype == "nps" || question.family == "nps") return true;
  size_t rated = 0;
  for (const auto& [id, choice] : question.choices) {
    if (choice.not_applicable) continue;
    if (!choice.weight || (*choice.weight != -100 && *choice.weight != 0 && *choice.weight != 100)) return false;
    ++rated;
  }
  return rated == 11;
}

}  // namespace

void Details::learn(const Json& survey) {
  titles_[text_at(survey, "id")] = text_at(survey, {"title", "nickname"});
  for (const Json& page : items_at(survey, "pages")) {
    for (const Json& question : items_at(page, "questions")) learn_question(question);
  }
}

void Details::learn_question(const Json& json) {
  Question question;
  question.title = without_tags(text_at(json, "headings.0.heading"));
  question.family = text_at(json, "family");
  question.subtype = text_at(json, "subtype");
  question.stars = text_at(json, "display_options.display_subtype") == "star";
  for (const Json& choice : items_at(json, "answers.choices")) {
    question.choices[text_at(choice, "id")] = {without_tags(text_at(choice, "text")), number_at(choice, "weight"),
                                               question.choices.size(), truth_at(choice, "is_na").value_or(false)};
  }
  for (const Json& row : items_at(json, "answers.rows")) {
    question.rows[text_at(row, "id")] = without_tags(text_at(row, "text"));
    question.row_types[text_at(row, "id")] = text_at(row, "type");
  }
  question.nps = is_nps(question);
  questions_[text_at(json, "id")] = std::move(question);
}

}  // namespace sojourn::surveymonkey
