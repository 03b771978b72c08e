#include <nlohmann/json.hpp>

#include "answers/comparison.h"
#include "answers/question_text.h"
#include "cli/api_desk.h"
#include "cli/commands.h"

namespace sojourn {
namespace {

// "2026-01-01..2026-02-01"; either end may be missing.
Status set_period(const std::string& text, Question& question) {
  const size_t dots = text.find("..");
  if (dots == std::string::npos) {
    return Status::invalid("a period is written FROM..TO, as in 2026-01-01..2026-02-01; this is \"" + text + "\"",
                           "--period");
  }
  question.from = text.substr(0, dots);
  question.to = text.substr(dots + 2);
  return {};
}

Result<std::vector<Question>> questions_of(const CompareWords& words) {
  SOJOURN_TRY(const Question base, question_of(words.ask));
  if (!words.with.empty() && !words.periods.empty()) {
    return Status::invalid("filters (--with) or periods (--period) are compared, not both at once", "--period");
  }
  if (!words.periods.empty() && !(base.from.empty() && base.to.empty())) {
    return Status::invalid("the periods say from when to when", "--from");
  }
  std::vector<Question> questions;
  for (const std::string& period : words.periods) {
    questions.push_back(base);
    SOJOURN_CHECK(set_period(period, questions.back()));
  }
  if (words.periods.empty()) questions.push_back(base);
  for (const std::string& filter : words.with) {
    questions.push_back(base);
    questions.back().where = filter;
  }
  if (questions.size() >= 2) return questions;
  return Status::invalid("with what? Give --with FILTER, or two periods: --period FROM..TO --period FROM..TO",
                         "--with");
}

std::string media_of(Output format) {
  if (format == Output::kJson) return "application/json";
  return format == Output::kCsv ? "text/csv" : "text/plain";
}

}  // namespace

Status run_compare(const std::string& folder, const CompareWords& words) {
  SOJOURN_TRY(const std::vector<Question> questions, questions_of(words));
  SOJOURN_CHECK(check_comparison(questions));
  ApiDesk::Json body;
  body["questions"] = ApiDesk::Json::array();
  for (const Question& each : questions) body["questions"].push_back(ApiDesk::Json::parse(question_json(each)));
  body["names"] = words.names;
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn compare", false));
  SOJOURN_TRY(const std::string reply,
              desk->ask_text("POST", "/v1/compare", body.dump(-1, ' ', false, ApiDesk::Json::error_handler_t::replace),
                             media_of(words.ask.format)));
  print_line(reply);
  return {};
}

}  // namespace sojourn
