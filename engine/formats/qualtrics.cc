// Qualtrics response exports (CSV or TSV): three header rows, and one row a response.
//
// Headers   names; the questions' texts; {"ImportId":...,"timeZone":...}. Columns are known by their import ids, since
//           names are anybody's to change. Times without an offset are in the time zone of the third row. Excel exports
//           lack that row: there columns are known by their names, and times are in the import's zone.
// Unseen    -99 is what Qualtrics may write for a question that was seen and not answered: no answer.
// Scores    a question with a _NPS_GROUP column beside it is NPS. The group itself is made from the score and never
//           taken as one. What other questions ask, settings say.
// Left out  previews, tests, spam, and responses that were not finished: each is refused with its reason.
// Private   addresses of machines, places and names of recipients are not kept.
// Source    Qualtrics support, "Understanding Your Dataset".
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/text.h"
#include "collect/byte_stream.h"
#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/survey_response.h"
#include "formats/table.h"

namespace sojourn {
namespace {

constexpr std::string_view kGroup = "_NPS_GROUP";
constexpr std::string_view kText = "_TEXT";

struct Column {
  size_t place = 0;
  std::string name;   // "Q1_NPS"
  std::string title;  // What was asked.
  std::string import_id;
  Zone zone;
};

bool is_question_id(std::string_view import_id) { return import_id.starts_with("QID"); }

// "Q12", "Q12_1": the names that Qualtrics gives by itself.
bool is_question_name(std::string_view name) {
  return name.size() > 1 && name[0] == 'Q' && name[1] >= '0' && name[1] <= '9';
}

// "QID3_TEXT" is a text entry; "QID3_4_TEXT" is what somebody wrote beside "other".
bool is_text_entry(std::string_view import_id) {
  if (!is_question_id(import_id) || !import_id.ends_with(kText)) return false;
  const std::string_view id = import_id.substr(3, import_id.size() - 3 - kText.size());
  return !id.empty() && id.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string import_id_of(std::string_view cell) {
  const Result<Json> told = parse_json(cell);
  return told ? text_at(*told, "ImportId") : std::string();
}

// What the third row says of columns that are no questions; and the names of the first row, where it says nothing.
constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kKnown{{
    {"startDate", "StartDate"},
    {"endDate", "EndDate"},
    {"status", "Status"},
    {"ipAddress", "IPAddress"},
    {"progress", "Progress"},
    {"duration", "Duration (in seconds)"},
    {"finished", "Finished"},
    {"recordedDate", "RecordedDate"},
    {"_recordId", "ResponseId"},
    {"recipientLastName", "RecipientLastName"},
    {"recipientFirstName", "RecipientFirstName"},
    {"recipientEmail", "RecipientEmail"},
    {"externalDataReference", "ExternalReference"},
    {"externalDataReference", "ExternalDataReference"},
    {"locationLatitude", "LocationLatitude"},
    {"locationLongitude", "LocationLongitude"},
    {"distributionChannel", "DistributionChannel"},
    {"userLanguage", "UserLanguage"},
}};

bool is_known(std::string_view import_id) {
  return std::any_of(kKnown.begin(), kKnown.end(), [&](const auto& one) { return one.first == import_id; });
}

class Survey {
 public:
  static Result<Survey> open(const FormatInput& input, EventWriter& writer) {
    SOJOURN_TRY(Table table, Table::open(input.bytes, input.name));
    Survey survey(std::move(table));
    SOJOURN_CHECK(survey.read_headers(writer));
    return survey;
  }

  const Table& table() const { return table_; }
  const std::vector<Column>& questions() const { return questions_; }
  // The next response; false at the end.
  Result<bool> next(EventWriter& writer) {
    if (!std::exchange(waiting_, false)) return table_.next(writer);
    writer.row();
    return true;
  }
  bool is_question(const Column& column) const {
    return named_ ? is_question_name(column.name) : is_question_id(column.import_id);
  }
  bool asks_nps(const std::string& question) const { return nps_.contains(question); }

  std::string at(const std::string& import_id) const {
    const auto found = known_.find(import_id);
    return found == known_.end() ? std::string() : std::string(table_.cell(found->second.place));
  }
  std::optional<ParsedTime> time(const std::string& import_id) const {
    const auto found = known_.find(import_id);
    if (found == known_.end()) return std::nullopt;
    const Result<ParsedTime> time = parse_time(table_.cell(found->second.place), found->second.zone);
    return time ? std::optional<ParsedTime>(*time) : std::nullopt;
  }

 private:
  explicit Survey(Table table) : table_(std::move(table)) {}

  Status read_headers(EventWriter& writer) {
    SOJOURN_TRY(bool more, table_.next(writer, false));
    if (!more) return Status::invalid("a Qualtrics export has two or three header rows; this file has one", "line 1");
    std::vector<std::string> titles;
    for (size_t i = 0; i < table_.columns().size(); ++i) titles.emplace_back(table_.cell(i));
    SOJOURN_TRY(more, table_.next(writer, false));
    bool ids = false;
    for (size_t i = 0; i < table_.columns().size(); ++i) ids = ids || (more && !import_id_of(table_.cell(i)).empty());
    // Excel exports: what follows the titles is the first response, if there is any.
    named_ = !ids;
    waiting_ = more && !ids;
    if (named_ && (!table_.has("ResponseId") || titles[0].starts_with('{') || !tells_titles(titles))) {
      return Status::invalid("the third row of a Qualtrics export holds {\"ImportId\":...}; export it with all headers",
                             "line 3");
    }
    for (size_t i = 0; i < table_.columns().size(); ++i) {
      Column column{i, table_.columns()[i], titles[i], "", writer.options().zone};
      const Result<Json> told = ids ? parse_json(table_.cell(i)) : Result<Json>(Json());
      if (told) column.import_id = text_at(*told, "ImportId");
      if (told) SOJOURN_CHECK(read_zone(text_at(*told, "timeZone"), column));
      place(std::move(column));
    }
    return {};
  }

  // Is the second row one of titles, and no response?
  bool tells_titles(const std::vector<std::string>& titles) const {
    for (size_t i = 0; i < titles.size(); ++i) {
      if (lower_ascii(table_.columns()[i]) == "responseid") return !titles[i].starts_with("R_");
    }
    return false;
  }

  static Status read_zone(const std::string& name, Column& column) {
    if (name.empty()) return {};
    const Result<Zone> zone = Zone::find(name == "Z" ? "UTC" : name);
    if (!zone) return Status::invalid(zone.error().message(), "line 3");
    column.zone = *zone;
    return {};
  }

  void place(Column column) {
    std::string known = column.import_id;
    if (known.empty()) {
      for (const auto& [import_id, name] : kKnown) {
        if (name == column.name) known = import_id;
      }
    }
    if (is_known(known)) {
      known_.emplace(known, std::move(column));
    } else if (column.import_id.ends_with(kGroup) || column.name.ends_with(kGroup)) {
      const std::string& id = column.import_id.ends_with(kGroup) ? column.import_id : column.name;
      nps_[id.substr(0, id.size() - kGroup.size())] = true;
    } else {
      questions_.push_back(std::move(column));
    }
  }

  Table table_;
  std::map<std::string, Column> known_;
  std::vector<Column> questions_;
  std::map<std::string, bool> nps_;
  bool named_ = false;    // There are no import ids.
  bool waiting_ = false;  // The table's row is a response that nobody has had yet.
};

// Why a response is no answer of a customer; "" : it is one. Values may be codes or labels.
std::string no_answer(const Survey& survey, const FormatSettings& settings) {
  const std::string status = lower_ascii(survey.at("status"));
  for (const std::string_view bad : {"1", "9", "17"}) {
    if (status == bad) return "a preview of the survey, not an answer";
  }
  if (status.find("preview") != std::string::npos) return "a preview of the survey, not an answer";
  if (status == "2" || status.find("test") != std::string::npos) return "a test of the survey, not an answer";
  if (status == "8" || status == "12" || status == "40" || status.find("spam") != std::string::npos) {
    return "marked as spam";
  }
  if (setting(settings, "unfinished") == "keep") return "";
  const auto finished = says_yes(survey.at("finished"));
  return finished && !*finished ? "the response was not finished (setting unfinished = keep takes it)" : "";
}

const QuestionRule* rule_of(const Survey& survey, const QuestionRules& rules, const Column& column) {
  static const QuestionRule kNps{"nps", Scale{0, 10}};
  static const QuestionRule kComment{"text", std::nullopt};
  if (const QuestionRule* rule = rules.find({column.import_id, column.name, column.title})) return rule;
  if (survey.asks_nps(column.import_id) || survey.asks_nps(column.name)) return &kNps;
  return is_text_entry(column.import_id) ? &kComment : nullptr;
}

// What was answered; "" where the question was seen and left.
std::string answer_of(const Survey& survey, const Column& column) {
  std::string answer(survey.table().cell(column.place));
  if (answer == "-99" && survey.is_question(column)) answer.clear();
  return answer;
}

Status read_response(const Survey& survey, const QuestionRules& rules, const FormatSettings& settings,
                     const std::string& name, EventWriter& writer) {
  const uint64_t line = survey.table().line();
  const std::string& raw = survey.table().raw();
  const std::string reason = no_answer(survey, settings);
  if (!reason.empty()) return writer.reject(line, raw, "Status", reason);
  SurveyResponse response;
  response.id = survey.at("_recordId");
  response.survey = name;
  if (response.id.empty()) return writer.reject(line, raw, "ResponseId", "the response has no id");
  auto time = survey.time("endDate");
  const auto recorded = survey.time("recordedDate");
  if (!time) time = recorded;
  if (!time) {
    const std::string written = survey.at("endDate").substr(0, 40);
    return writer.reject(line, raw, "EndDate",
                         written.empty() ? "the response does not tell when it was given"
                                         : "'" + written + "' is no time as Qualtrics writes it (2026-03-01 12:00:30)");
  }
  response.time = *time;
  response.version = milliseconds(recorded ? recorded->utc : time->utc);
  response.add_who(IdentifierKind::kId, survey.at("externalDataReference"));
  response.add_who(IdentifierKind::kEmail, survey.at("recipientEmail"));
  for (const Column& column : survey.questions()) {
    const std::string answer = answer_of(survey, column);
    const auto kind = survey.is_question(column) ? std::nullopt : hidden_kind(settings, column.name);
    const QuestionRule* rule = rule_of(survey, rules, column);
    if (kind && rule == nullptr) {
      response.add_who(*kind, answer);
    } else if (!response.add_answer(rules, rule, column.name, column.title, column.name, answer)) {
      SOJOURN_CHECK(response.refuse_answer(
          writer, line, raw, column.name,
          "'" + answer.substr(0, 80) + "' is no number: export numeric values, or say what it stands for (label." +
              answer.substr(0, 80) + " = 5)"));
    }
  }
  return response.write(writer, line, raw, [&] {
    writer.set("language", language_of(survey.at("userLanguage")));
    writer.set("distribution_channel", survey.at("distributionChannel"));
    writer.set("duration_seconds", Cell{survey.at("duration"), false, CellType::kUntyped});
  });
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  SOJOURN_TRY(const QuestionRules rules, QuestionRules::read(settings));
  SOJOURN_TRY(Survey survey, Survey::open(input, writer));
  std::string name = setting(settings, "survey");
  if (name.empty()) name = file_stem(input.name);
  while (true) {
    SOJOURN_TRY(const bool more, survey.next(writer));
    if (!more) return {};
    SOJOURN_CHECK(read_response(survey, rules, settings, name, writer));
  }
}

bool recognises(std::string_view head, std::string_view) {
  const std::string plain = plain_head(head);
  if (plain.find("\"ImportId\"") != std::string::npos) return !is_json_with(head, {"ImportId"});
  return has_columns(head, {"StartDate", "EndDate", "RecordedDate", "ResponseId", "DistributionChannel"});
}

}  // namespace

Format qualtrics_format() {
  Format format;
  format.id = "qualtrics";
  format.title = "Qualtrics responses";
  format.family = "survey";
  format.channel = "survey";
  format.about =
      "Responses as Qualtrics exports them in CSV, TSV or Excel (Data & Analysis, Export Data), with all header rows. "
      "Export numeric values rather than choice texts.";
  format.settings = question_settings();
  format.settings.emplace_back("survey", "The survey's name; else that of the file");
  format.settings.emplace_back("unfinished", "keep: also responses that were not finished");
  format.settings.emplace_back("customer_field",
                               "Embedded data that holds the customer number, where it is not "
                               "ExternalReference");
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
