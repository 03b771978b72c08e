#include "formats/typeform_table.h"

#include "base/text.h"
#include "collect/byte_stream.h"
#include "formats/contact.h"
#include "formats/table.h"

namespace sojourn {
namespace {

constexpr std::string_view kToken = "#";
constexpr std::string_view kSubmitted = "Submit Date (UTC)";
constexpr std::string_view kStarted = "Start Date (UTC)";

// Columns that are no questions. The network's id is a fingerprint of the machine, and not kept.
bool is_fixed(const std::string& name) {
  for (const std::string_view fixed : {"#", "token", "response type", "start date (utc)", "stage date (utc)",
                                       "submit date (utc)", "network id", "tags", "ending"}) {
    if (name == fixed) return true;
  }
  return false;
}

Status read_row(const Table& table, const FormatSettings& settings, const QuestionRules& rules,
                const std::string& survey, EventWriter& writer) {
  SurveyResponse response;
  response.id = table.at({kToken, "Token"});
  response.survey = survey;
  if (response.id.empty()) return writer.reject(table.line(), table.raw(), "#", "the response has no token");
  const std::string type = lower_ascii(table.at("Response Type"));
  const std::string_view submitted = table.at(kSubmitted);
  const auto time = parse_time(submitted, Zone());
  if (type == "started" || type == "partial" || submitted.empty() || submitted == "null") {
    return writer.reject(table.line(), table.raw(), std::string(kSubmitted), "the response was never submitted");
  }
  if (!time) return writer.reject(table.line(), table.raw(), std::string(kSubmitted), time.error().message());
  response.time = *time;
  response.version = milliseconds(time->utc);
  for (size_t i = 0; i < table.columns().size(); ++i) {
    const std::string& title = table.columns()[i];
    const std::string answer(table.cell(i));
    if (answer.empty() || is_fixed(lower_ascii(title))) continue;
    const std::string number = std::to_string(i + 1);
    const QuestionRule* rule = rules.find({title, number});
    const auto kind = rule == nullptr ? hidden_kind(settings, title) : std::nullopt;
    if (kind) {
      response.add_who(*kind, answer);
    } else if (!response.add_answer(rules, rule, number, title, title, answer)) {
      SOJOURN_CHECK(response.refuse_answer(writer, table.line(), table.raw(), title,
                                           "'" + answer.substr(0, 80) +
                                               "' is no number; say what it stands for (label." + answer.substr(0, 80) +
                                               " = 5)"));
    }
  }
  return response.write(writer, table.line(), table.raw(),
                        [&] { writer.set("started", table.at(kStarted)).set("tags", table.at("Tags")); });
}

}  // namespace

bool is_typeform_table(std::string_view head) {
  return has_columns(head, {kStarted, kSubmitted, "Network ID"}) || has_columns(head, {kToken, kSubmitted});
}

Status read_typeform_table(const FormatInput& input, const FormatSettings& settings, const QuestionRules& rules,
                           EventWriter& writer) {
  SOJOURN_TRY(Table table, Table::open(input.bytes, input.name));
  if (!table.has(kSubmitted)) {
    return Status::invalid("an export of Typeform has a column Submit Date (UTC)", "line 1");
  }
  std::string survey = setting(settings, "survey");
  if (survey.empty()) survey = file_stem(input.name);
  while (true) {
    SOJOURN_TRY(const bool more, table.next(writer));
    if (!more) return {};
    SOJOURN_CHECK(read_row(table, settings, rules, survey, writer));
  }
}

}  // namespace sojourn
