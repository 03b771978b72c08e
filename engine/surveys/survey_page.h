// The hosted page of a survey as HTML: works without a script, by keyboard, on a phone, in light and dark.
//
// Steps     without a script, questions that depend on answers come on the next page; what was answered goes along in
//           hidden fields. With it they appear at once.
// Fields    a.ID: an answer; seen: the id of a question that was shown; t: the token; lang; click: of a one-click link.
// Reading   WCAG 2.2 AA: groups with legends, radio buttons, faults as text beside the field and listed above the form.
// Threads   pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "surveys/answers.h"
#include "surveys/survey.h"
#include "surveys/words.h"

namespace sojourn {

// What a form sent.
struct SentForm {
  SentAnswers answers;
  std::set<std::string> seen;
  std::string token;
  std::string language;
  bool click = false;
};
// Fields of other names are passed over. An answer that is there more than once is a list: the boxes that were ticked.
SentForm read_form(const std::vector<std::pair<std::string, std::string>>& fields);

struct PageState {
  std::string language;
  std::string token;
  SentAnswers answers{};
  std::set<std::string> before{};  // Questions of earlier steps: their answers go along unseen.
  std::map<std::string, AnswerFault, std::less<>> faults{};
  bool need_any = false;  // Nothing was answered.
  std::string notice{};
  std::string path{};  // Where the page stands; "" : /s/NAME.
};

std::string form_page(const Survey& survey, const PageState& state);
// One button that sends the score. REQUIRES: the survey has a score.
std::string click_page(const Survey& survey, const PageState& state, const std::string& score);
std::string thanks_page(const Survey& survey, std::string_view language);
// `survey` null: there is none.
std::string message_page(const Survey* survey, std::string_view language, SurveyWord word);

// The language of a page: what the address says, else the link, else the browser (its Accept-Language), else the
// survey's first.
std::string page_language(const Survey& survey, std::string_view asked, std::string_view linked,
                          std::string_view accepted);
// The same for pages of no survey.
std::string page_language(std::string_view asked, std::string_view accepted);

std::string html_escape(std::string_view text);

}  // namespace sojourn
