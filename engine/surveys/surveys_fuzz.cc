// Any bytes as a definition (JSON and TOML), a token, a form and a text message: definitions read back as they are
// written, answers that are taken make valid events, pages hold no markup of the sender, and nothing fails.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.h"
#include "base/encoding.h"
#include "surveys/link_token.h"
#include "surveys/sms_answer.h"
#include "surveys/survey_page.h"
#include "surveys/templates.h"

namespace sojourn {
namespace {

// "name=value&name=value", as it stands.
std::vector<std::pair<std::string, std::string>> fields_of(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> fields;
  while (!text.empty()) {
    const size_t end = text.find('&');
    const std::string_view part = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    const size_t equals = part.find('=');
    fields.emplace_back(part.substr(0, equals),
                        equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1));
  }
  return fields;
}

void try_form(const Survey& survey, const std::string& text) {
  const SentForm form = read_form(fields_of(text));
  const CheckedAnswers checked = check_answers(survey, form.answers);
  PageState state{page_language(survey, form.language, "", text), form.token, form.answers, form.seen};
  state.faults = checked.faults;
  state.need_any = checked.answers.empty();
  const std::string page = form_page(survey, state);
  SOJOURN_ASSERT(page.find("<script>", page.find("<script>") + 1) == std::string::npos, "a page has one script");
  EventBatch batch;
  const ResponseFacts facts{"r", {{IdentifierKind::kId, "anna"}}, text.substr(0, 100), "", state.language, "page", 1,
                            1};
  const Status written = write_answers(survey, facts, checked.answers, form.seen, batch);
  SOJOURN_ASSERT(written.ok(), "answers that were taken can be written");
  for (Event& event : batch.events) SOJOURN_ASSERT(validate_event(event).ok(), "events are valid");
}

void try_survey(const Result<Survey>& survey, const std::string& text) {
  if (!survey) return;
  const Result<Survey> again = parse_survey_json(survey_text(*survey));
  SOJOURN_ASSERT(again.has_value() && *again == *survey, "a survey reads back as it is written");
  const Result<Survey> toml = parse_survey_toml(survey_toml(*survey), "toml");
  SOJOURN_ASSERT(toml.has_value() && *toml == *survey, "a survey reads back from TOML as it is written");
  try_form(*survey, text);
}

void try_bytes(const std::string& text) {
  static const Survey kSurvey = survey_template("after-delivery", "").value();
  try_survey(parse_survey_json(text, "s"), text);
  try_survey(parse_survey_toml(text, "s.toml", "s"), text);
  try_form(kSurvey, text);
  const Result<LinkClaims> claims = verify_link(text, "key");
  if (claims)
    SOJOURN_ASSERT(verify_link(sign_link(*claims, "key"), "key").value() == *claims, "claims are signed anew");
  if (is_utf8(text)) (void)parse_sms_answer(text, {0, 10});
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sojourn::try_bytes(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
