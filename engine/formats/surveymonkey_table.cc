#include "formats/surveymonkey_table.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "collect/byte_stream.h"
#include "collect/row_splitter.h"
#include "formats/contact.h"
#include "formats/table.h"

namespace sojourn {
namespace {

enum class Part : unsigned char { kRespondent, kCollector, kTime, kStart, kPrivate, kEmail, kVariable, kQuestion };

// The fixed columns, as they are and were called.
constexpr std::array<std::pair<std::string_view, Part>, 12> kFixed{{
    {"respondentid", Part::kRespondent},
    {"collectorid", Part::kCollector},
    {"enddate", Part::kTime},
    {"datemodified", Part::kTime},
    {"startdate", Part::kStart},
    {"datecreated", Part::kStart},
    {"ipaddress", Part::kPrivate},
    {"firstname", Part::kPrivate},
    {"lastname", Part::kPrivate},
    {"emailaddress", Part::kEmail},
    {"customdata", Part::kVariable},
    {"customdata1", Part::kVariable},
}};

struct Column {
  Part part = Part::kQuestion;
  size_t question = 0;  // From 1.
  std::string title;    // What was asked.
  std::string sub;      // The choice or row; "" for a question's only column.
  std::string id;       // "3", "3_2"
  bool open_ended = false;
};

std::optional<Part> fixed_part(std::string_view name) {
  std::string plain = lower_ascii(trim(name));
  plain.erase(std::remove(plain.begin(), plain.end(), ' '), plain.end());
  for (const auto& [fixed, part] : kFixed) {
    if (plain == fixed) return part;
  }
  return std::nullopt;
}

std::vector<std::string> texts_of(const std::vector<Cell>& row) {
  std::vector<std::string> texts;
  for (const Cell& cell : row) texts.emplace_back(trim(cell.text));
  return texts;
}

// Both header rows, and the table below them.
struct Headers {
  std::vector<std::string> questions;
  std::vector<std::string> parts;
  size_t bytes = 0;
  size_t lines = 0;
};

// The first header is a plain word ("Respondent ID"), so what follows it parts the columns; questions may hold anything.
char delimiter_after_first(std::string_view line) {
  const size_t found = line.find_first_of(",;\t");
  return found == std::string_view::npos ? ',' : line[found];
}

Result<Headers> read_headers(std::string_view text) {
  RowShape shape;
  shape.delimiter = delimiter_after_first(text.substr(0, text.find('\n')));
  RowSplitter splitter(shape);
  Headers headers;
  for (auto* texts : {&headers.questions, &headers.parts}) {
    std::vector<Cell> row;
    const RowSplitter::Cut cut = splitter.split(text.substr(headers.bytes), true, row);
    if (cut.outcome != RowSplitter::Outcome::kRow || row.empty()) break;
    *texts = texts_of(row);
    headers.bytes += cut.bytes;
    headers.lines += cut.newlines;
  }
  if (!headers.parts.empty()) return headers;
  return Status::invalid("an export of SurveyMonkey has two header rows; this file has fewer", "line 1");
}

std::vector<Column> columns_of(const Headers& headers) {
  std::vector<Column> columns;
  const size_t count = std::max(headers.questions.size(), headers.parts.size());
  size_t question = 0;
  size_t part = 0;
  for (size_t i = 0; i < count; ++i) {
    const std::string& asked = i < headers.questions.size() ? headers.questions[i] : "";
    const std::string& told = i < headers.parts.size() ? headers.parts[i] : "";
    Column column;
    const auto fixed = question == 0 ? fixed_part(asked) : std::nullopt;
    if (fixed) {
      column.part = *fixed;
      column.title = asked;
    } else if (question == 0 && told.empty() && lower_ascii(asked).starts_with("custom data")) {
      column.part = Part::kVariable;
      column.title = asked;
    } else {
      const bool same = asked.empty() || (question > 0 && asked == columns.back().title);
      if (!same || question == 0) {
        ++question;
        part = 0;
      }
      column.title = same && question > 0 && !columns.empty() ? columns.back().title : asked;
      column.question = question;
      column.open_ended = told == "Open-Ended Response";
      column.sub = told == "Response" || column.open_ended ? "" : told;
      column.id = std::to_string(question) + (++part > 1 ? "_" + std::to_string(part) : "");
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

// "03/01/2026 05:46:30 PM", as the site writes it; else as everybody writes it.
std::optional<ParsedTime> read_time(std::string_view text, const Zone& zone) {
  static const std::array<TimePattern, 4> kPatterns{
      TimePattern::compile("%m/%d/%Y %I:%M:%S %p").value(), TimePattern::compile("%m/%d/%Y %I:%M %p").value(),
      TimePattern::compile("%m/%d/%Y %H:%M:%S").value(), TimePattern::compile("%m/%d/%Y %H:%M").value()};
  for (const TimePattern& pattern : kPatterns) {
    if (const auto time = pattern.parse(text, zone)) return *time;
  }
  const auto time = parse_time(text, zone);
  return time ? std::optional<ParsedTime>(*time) : std::nullopt;
}

class Responses {
 public:
  Responses(const FormatInput& input, const FormatSettings& settings, const QuestionRules& rules, EventWriter& writer)
      : settings_(settings), rules_(rules), writer_(writer), survey_(setting(settings, "survey")) {
    if (survey_.empty()) survey_ = file_stem(input.name);
  }

  Status read(std::string_view bytes, const std::string& name) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    SOJOURN_TRY(const Headers headers, read_headers(bytes));
    columns_ = columns_of(headers);
    TextFormat format;
    for (size_t i = 0; i < columns_.size(); ++i) format.header.push_back("column_" + std::to_string(i + 1));
    // Blank lines in place of the header keep the lines' numbers; the reader passes over them.
    const std::string rows = std::string(headers.lines, '\n') + std::string(bytes.substr(headers.bytes));
    SOJOURN_TRY(Table table, Table::open(rows, name, format));
    while (true) {
      SOJOURN_TRY(const bool more, table.next(writer_));
      if (!more) return {};
      SOJOURN_CHECK(read_row(table));
    }
  }

 private:
  std::string at(const Table& table, Part part) const {
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].part == part && !table.cell(i).empty()) return std::string(table.cell(i));
    }
    return {};
  }

  Status read_row(const Table& table) {
    SurveyResponse response;
    response.id = at(table, Part::kRespondent);
    response.survey = survey_;
    if (response.id.empty()) {
      return writer_.reject(table.line(), table.raw(), "Respondent ID", "the response has no id");
    }
    std::string written = at(table, Part::kTime);
    if (written.empty()) written = at(table, Part::kStart);
    const auto time = read_time(written, writer_.options().zone);
    if (!time) {
      return writer_.reject(table.line(), table.raw(), "End Date",
                            "'" + written.substr(0, 40) + "' does not read as a time (03/01/2026 05:46:30 PM)");
    }
    response.time = *time;
    response.version = milliseconds(time->utc);
    response.add_who(IdentifierKind::kEmail, at(table, Part::kEmail));
    choices_.clear();
    for (size_t i = 0; i < columns_.size(); ++i) SOJOURN_CHECK(add_cell(table, i, response));
    for (const auto& [title, choices] : choices_) response.add_property(title, choices);
    const std::string collector = at(table, Part::kCollector);
    return response.write(writer_, table.line(), table.raw(), [&] { writer_.set("collector", collector); });
  }

  Status add_cell(const Table& table, size_t place, SurveyResponse& response) {
    const Column& column = columns_[place];
    const std::string answer(table.cell(place));
    if (answer.empty()) return {};
    if (column.part == Part::kVariable) response.add_property(column.title, answer);
    if (column.part != Part::kQuestion) return {};
    const std::string between = column.title.ends_with(':') ? " " : ": ";
    const std::string name = column.sub.empty() ? column.title : column.title + between + column.sub;
    const QuestionRule* rule = rules_.find({name, column.title, column.id, std::to_string(column.question)});
    const auto kind = rule != nullptr ? std::nullopt : who_of(column, answer);
    if (rule == nullptr && !kind && names_person(column) && answer != column.sub) return {};
    if (kind) {
      response.add_who(*kind, answer);
    } else if (rule == nullptr && column.open_ended) {
      response.add_text(column.id, column.title, answer, rules_.score_of({name, column.id}));
    } else if (rule != nullptr && rule->scored() && (column.open_ended || is_other(column))) {
      response.add_text(column.id, name, answer, std::to_string(column.question));
    } else if (rule == nullptr && !column.sub.empty() && answer == column.sub) {
      std::string& choices = choices_[column.title];
      choices += (choices.empty() ? "" : ", ") + answer;
    } else if (!response.add_answer(rules_, rule, column.id, name, name, answer)) {
      return response.refuse_answer(writer_, table.line(), table.raw(), name,
                                    "'" + answer.substr(0, 80) + "' is no number; say what it stands for (label." +
                                        answer.substr(0, 80) + " = 5)");
    }
    return {};
  }

  // Rows of the site's contact question; and variables.
  std::optional<IdentifierKind> who_of(const Column& column, const std::string& answer) const {
    const std::string row = lower_ascii(column.sub);
    const bool contact = row == "email address" || row == "email" || row == "phone number" || row == "phone";
    return contact ? address_kind(answer) : hidden_kind(settings_, column.title);
  }
  static bool names_person(const Column& column) {
    const std::string row = lower_ascii(column.sub);
    return row == "name" || row == "address" || row == "address 2" || row == "zip/postal code";
  }

  // What somebody wrote beside the choices.
  static bool is_other(const Column& column) {
    const std::string sub = lower_ascii(column.sub);
    return sub.find("please specify") != std::string::npos || sub.starts_with("comment") || sub.starts_with("other");
  }

  const FormatSettings& settings_;
  const QuestionRules& rules_;
  EventWriter& writer_;
  std::string survey_;
  std::vector<Column> columns_;
  std::map<std::string, std::string> choices_;  // Of this response, by what was asked.
};

}  // namespace

bool is_surveymonkey_table(std::string_view head) {
  return has_columns(head, {"Respondent ID", "Collector ID"}) || has_columns(head, {"RespondentID", "CollectorID"});
}

Status read_surveymonkey_table(const FormatInput& input, const FormatSettings& settings, const QuestionRules& rules,
                               EventWriter& writer) {
  return Responses(input, settings, rules, writer).read(input.bytes, input.name);
}

}  // namespace sojourn
