// Google Forms: CSV of its answers (Forms or Sheets), and replies of its API.
//
// CSV       has question texts as headers, times in the language of the sheet, and no ids. How times read, the setting
//           locale says (or time_format); which zone they are in, the import's zone. What a question asks, settings say.
// Ids       of a CSV row are made from all it says: an answer that was changed is another one.
// API       ids, types and scales: responses with the form beside them.
// Source    Google Forms API reference, "forms.responses", "forms"; CSV as Sheets writes it.
#include <algorithm>
#include <array>
#include <map>

#include "base/hash.h"
#include "base/text.h"
#include "collect/byte_stream.h"
#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/survey_response.h"
#include "formats/table.h"

namespace sojourn {
namespace {

struct LocalePattern {
  std::string_view locale;
  std::string_view pattern;
};

// How Sheets writes a time; a language stands for all countries that have no line of their own.
constexpr std::array<LocalePattern, 28> kPatterns{{
    {"en-us", "%m/%d/%Y %H:%M:%S"},   {"en-ph", "%m/%d/%Y %H:%M:%S"}, {"en-ca", "%Y-%m-%d %H:%M:%S"},
    {"en-za", "%Y/%m/%d %H:%M:%S"},   {"en", "%d/%m/%Y %H:%M:%S"},    {"nl", "%d-%m-%Y %H:%M:%S"},
    {"nl-be", "%d/%m/%Y %H:%M:%S"},   {"de", "%d.%m.%Y %H:%M:%S"},    {"fr", "%d/%m/%Y %H:%M:%S"},
    {"fr-ca", "%Y-%m-%d %H:%M:%S"},   {"es", "%d/%m/%Y %H:%M:%S"},    {"it", "%d/%m/%Y %H.%M.%S"},
    {"pt", "%d/%m/%Y %H:%M:%S"},      {"pl", "%d.%m.%Y %H:%M:%S"},    {"cs", "%d.%m.%Y %H:%M:%S"},
    {"da", "%d/%m/%Y %H.%M.%S"},      {"nb", "%d.%m.%Y %H:%M:%S"},    {"no", "%d.%m.%Y %H:%M:%S"},
    {"fi", "%d.%m.%Y %H.%M.%S"},      {"sv", "%Y-%m-%d %H:%M:%S"},    {"ru", "%d.%m.%Y %H:%M:%S"},
    {"uk", "%d.%m.%Y %H:%M:%S"},      {"tr", "%d.%m.%Y %H:%M:%S"},    {"ro", "%d.%m.%Y %H:%M:%S"},
    {"ja", "%Y/%m/%d %H:%M:%S"},      {"zh", "%Y/%m/%d %H:%M:%S"},    {"zh-tw", "%Y/%m/%d %p %I:%M:%S"},
    {"ko", "%Y. %m. %d %p %I:%M:%S"},
}};

// Errors: kInvalidArgument for a locale that is not known.
Result<std::string> pattern_of(const FormatSettings& settings) {
  const std::string told = setting(settings, "time_format");
  if (!told.empty()) return told;
  std::string locale = lower_ascii(setting(settings, "locale"));
  for (char& c : locale) c = c == '_' ? '-' : c;
  if (locale.empty()) return std::string();
  const std::string language = locale.substr(0, locale.find('-'));
  for (const std::string& name : {locale, language}) {
    for (const LocalePattern& one : kPatterns) {
      if (one.locale == name) return std::string(one.pattern);
    }
  }
  return Status::invalid(
      "times of this locale are not known; say how they are written (time_format = %d/%m/%Y %H:%M:%S)", "locale");
}

// "2026/03/01 3:04:05 PM GMT+1": as Forms itself exports it, in whatever locale.
std::optional<ParsedTime> forms_time(std::string_view text, const Zone& zone) {
  static const TimePattern kPattern = TimePattern::compile("%Y/%m/%d %I:%M:%S %p").value();
  const size_t end = std::min(text.find(" AM"), text.find(" PM"));
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view clock = text.substr(0, end + 3);
  std::string name(trim(text.substr(end + 3)));
  Zone told = zone;
  if (name.starts_with("GMT+") || name.starts_with("GMT-") || name.starts_with("UTC+") || name.starts_with("UTC-")) {
    std::string offset = name.substr(4);
    const size_t colon = offset.find(':');
    const std::string minutes = colon == std::string::npos ? "00" : offset.substr(colon + 1);
    offset = offset.substr(0, colon);
    if (offset.size() == 1) offset.insert(0, "0");
    const Result<Zone> found = Zone::find(std::string(1, name[3]) + offset + ":" + minutes);
    if (found) told = *found;
  } else if (name == "UTC" || name == "GMT") {
    told = Zone();
  } else if (!name.empty() && zone.name() == Zone().name()) {
    // "CET": without the import's zone nobody can tell for sure what such a word means.
    return std::nullopt;
  }
  const Result<ParsedTime> time = kPattern.parse(clock, told);
  return time ? std::optional<ParsedTime>(*time) : std::nullopt;
}

// The words for before and after noon of the locales that write the time with them.
std::string with_english_noon(std::string_view text) {
  std::string plain(text);
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"오전", "AM"}, {"오후", "PM"}, {"上午", "AM"}, {"下午", "PM"}};
  for (const auto& [word, english] : kWords) {
    const size_t at = plain.find(word);
    if (at != std::string::npos) plain.replace(at, word.size(), english);
  }
  return plain;
}

std::string id_of(std::string_view row) {
  const Hash128 hash = hash128(row);
  std::string bytes;
  for (const uint64_t half : {hash.high, hash.low}) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>((half >> shift) & 0xFF);
  }
  return hex(bytes);
}

class AnswersTable {
 public:
  AnswersTable(const FormatInput& input, const FormatSettings& settings, EventWriter& writer)
      : input_(input), settings_(settings), writer_(writer) {}

  Status read() {
    SOJOURN_TRY(rules_, QuestionRules::read(settings_));
    SOJOURN_TRY(const std::string pattern, pattern_of(settings_));
    if (!pattern.empty()) {
      SOJOURN_TRY(pattern_, TimePattern::compile(pattern));
    }
    SOJOURN_TRY(Table table, Table::open(input_.bytes, input_.name));
    survey_ = setting(settings_, "survey");
    if (survey_.empty()) survey_ = file_stem(input_.name);
    while (true) {
      SOJOURN_TRY(const bool more, table.next(writer_));
      if (!more) return {};
      SOJOURN_CHECK(read_row(table));
    }
  }

 private:
  std::optional<ParsedTime> read_time(std::string_view text) const {
    const Zone& zone = writer_.options().zone;
    if (const auto time = forms_time(text, zone)) return time;
    // Where a sheet was saved as Excel, its times are times, and come as ISO 8601 in any locale.
    const bool iso =
        text.size() > 4 && text[4] == '-' && text.substr(0, 4).find_first_not_of("0123456789") == text.npos;
    const Result<ParsedTime> time =
        pattern_ && !iso ? pattern_->parse(with_english_noon(text), zone) : parse_time(text, zone);
    return time ? std::optional<ParsedTime>(*time) : std::nullopt;
  }

  Status read_row(const Table& table) {
    const auto time = read_time(table.cell(0));
    if (!time) {
      return writer_.reject(table.line(), table.raw(), table.columns().front(),
                            "'" + std::string(table.cell(0).substr(0, 40)) + "' does not read as a time" +
                                (pattern_ ? "" : "; say the sheet's locale (locale = en-US, nl-NL ...), or its zone"));
    }
    SurveyResponse response;
    std::string all;
    for (size_t i = 0; i < table.columns().size(); ++i) all += std::string(table.cell(i)) + '\x1f';
    response.id = id_of(all);
    response.survey = survey_;
    response.time = *time;
    for (size_t i = 1; i < table.columns().size(); ++i) {
      const std::string& title = table.columns()[i];
      const std::string number = std::to_string(i);
      const std::string answer(table.cell(i));
      const QuestionRule* rule = rules_.find({title, number});
      const auto kind = rule == nullptr ? who_column(title) : std::nullopt;
      if (kind) {
        if (*kind != IdentifierKind::kEmail || answer.find('@') != std::string::npos) response.add_who(*kind, answer);
      } else if (!response.add_answer(rules_, rule, number, title, title, answer)) {
        SOJOURN_CHECK(response.refuse_answer(writer_, table.line(), table.raw(), title,
                                             "'" + answer.substr(0, 80) +
                                                 "' is no number; say what it stands for (label." +
                                                 answer.substr(0, 80) + " = 5)"));
      }
    }
    return response.write(writer_, table.line(), table.raw(), [] {});
  }

  // The column of addresses that Forms collects by itself, in the languages of the locales above; and settings.
  std::optional<IdentifierKind> who_column(const std::string& title) const {
    static constexpr std::array<std::string_view, 22> kEmail{"email address",
                                                             "username",
                                                             "e-mailadres",
                                                             "e-mail-adresse",
                                                             "adresse e-mail",
                                                             "dirección de correo electrónico",
                                                             "indirizzo email",
                                                             "endereço de e-mail",
                                                             "email",
                                                             "e-mail",
                                                             "adres e-mail",
                                                             "e-postadress",
                                                             "e-postadresse",
                                                             "mailadresse",
                                                             "e-mailová adresa",
                                                             "e-posta adresi",
                                                             "sähköpostiosoite",
                                                             "メールアドレス",
                                                             "电子邮件地址",
                                                             "Адрес электронной почты",
                                                             "Електронна адреса",
                                                             "이메일 주소"};
    const std::string lower = lower_ascii(trim(title));
    for (const std::string_view name : kEmail) {
      if (lower == name) return IdentifierKind::kEmail;
    }
    return hidden_kind(settings_, title);
  }

  const FormatInput& input_;
  const FormatSettings& settings_;
  EventWriter& writer_;
  QuestionRules rules_;
  std::optional<TimePattern> pattern_;
  std::string survey_;
};

struct Question {
  std::string title;
  std::optional<QuestionRule> rule;
};

struct Form {
  std::string title;
  std::map<std::string, Question> questions;
};

void learn_question(Form& form, const std::string& title, const Json& json) {
  Question question;
  question.title = title;
  const auto low = number_at(json, "scaleQuestion.low");
  const auto high = number_at(json, "scaleQuestion.high");
  const auto level = number_at(json, "ratingQuestion.ratingScaleLevel");
  if (json.contains("scaleQuestion")) {
    const Scale scale{low.value_or(0), high.value_or(5)};
    question.rule = QuestionRule{"score", scale.min < scale.max ? scale : Scale{1, 5}};
  } else if (json.contains("ratingQuestion")) {
    const bool stars = text_at(json, "ratingQuestion.iconType") != "THUMB_UP";
    question.rule = QuestionRule{stars ? "stars" : "rating", Scale{1, level.value_or(5) > 1 ? level.value_or(5) : 5}};
  } else if (truth_at(json, "textQuestion.paragraph").value_or(false)) {
    question.rule = QuestionRule{"text", {}};
  }
  form.questions[text_at(json, "questionId")] = std::move(question);
}

void learn(Form& form, const Json& json) {
  if (form.title.empty()) form.title = text_at(json, {"info.title", "info.documentTitle"});
  for (const Json& item : items_at(json, "items")) {
    const std::string title = text_at(item, "title");
    const Json& question = object_at(item, "questionItem.question");
    if (!question.empty()) learn_question(form, title, question);
    for (const Json& row : items_at(item, "questionGroupItem.questions")) {
      learn_question(form, title + ": " + text_at(row, "rowQuestion.title"), row);
    }
  }
}

Status read_response(const Form& form, const QuestionRules& rules, const FormatSettings& settings, const Json& json,
                     const JsonRecord& raw, EventWriter& writer) {
  SurveyResponse response;
  response.id = text_at(json, "responseId");
  const auto created = time_at(json, "createTime");
  const auto last = time_at(json, "lastSubmittedTime");
  if (response.id.empty() || (!created && !last)) {
    return writer.reject(raw.line, raw.text, "responseId", "the response has no id or no time");
  }
  response.time = created ? *created : *last;
  response.version = milliseconds(last ? last->utc : created->utc);
  response.survey = setting(settings, "survey");
  if (response.survey.empty()) response.survey = form.title.empty() ? text_at(json, "formId") : form.title;
  response.add_who(IdentifierKind::kEmail, text_at(json, "respondentEmail"));
  for (const auto& [id, answer] : object_at(json, "answers").items()) {
    std::string text;
    for (const Json& one : items_at(answer, "textAnswers.answers")) {
      text += (text.empty() ? "" : ", ") + text_at(one, "value");
    }
    const auto found = form.questions.find(id);
    const std::string title = found == form.questions.end() || found->second.title.empty() ? id : found->second.title;
    const QuestionRule* rule = rules.find({id, title});
    if (rule == nullptr && found != form.questions.end() && found->second.rule) rule = &*found->second.rule;
    const auto kind = rule == nullptr ? hidden_kind(settings, title) : std::nullopt;
    if (kind) {
      response.add_who(*kind, text);
    } else if (!response.add_answer(rules, rule, id, title, title, text)) {
      SOJOURN_CHECK(
          response.refuse_answer(writer, raw.line, raw.text, id, "'" + text.substr(0, 80) + "' is no number"));
    }
  }
  return response.write(writer, raw.line, raw.text, [] {});
}

bool is_form(const Json& json) { return json.contains("items") && json.contains("info"); }

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  if (!is_json_with(input.bytes, {})) return AnswersTable(input, settings, writer).read();
  SOJOURN_TRY(const QuestionRules rules, QuestionRules::read(settings));
  Form form;
  const auto look = [&](const Json& json, const JsonRecord&) {
    if (is_form(json)) learn(form, json);
  };
  for (const auto& [name, bytes] : input.side_files) look_through_json(bytes, {}, look);
  look_through_json(input.bytes, {}, look);
  return read_json_records(input.bytes, {"responses"}, writer, [&](const Json& json, const JsonRecord& raw) {
    return is_form(json) ? Status() : read_response(form, rules, settings, json, raw, writer);
  });
}

// The first cell of the row below the header, which may have line breaks in its quotes; "" : there is none.
std::string_view first_cell(std::string_view head) {
  bool quoted = false;
  size_t at = 0;
  for (; at < head.size() && (quoted || head[at] != '\n'); ++at) quoted = quoted != (head[at] == '"');
  std::string_view row = head.substr(std::min(at + 1, head.size()));
  if (row.starts_with('"')) row.remove_prefix(1);
  return row.substr(0, row.find_first_of("\",;\t\r\n"));
}

// No other tool writes its times as Forms does: "2026/03/01 3:04:05 PM GMT+1". A sheet's own look like anybody's.
bool recognises(std::string_view head, std::string_view) {
  if (is_json_with(head, {"responseId", "lastSubmittedTime", "textAnswers"})) return true;
  const std::string_view time = first_cell(head);
  const size_t noon = std::min(time.find(" AM "), time.find(" PM "));
  return noon != std::string_view::npos && time.size() > noon + 4 && forms_time(time.substr(0, noon + 3), Zone());
}

}  // namespace

Format google_forms_format() {
  Format format;
  format.id = "google-forms";
  format.title = "Google Forms answers";
  format.family = "survey";
  format.channel = "survey";
  format.about =
      "Answers as CSV from Google Forms or its sheet (times in the sheet's locale and the import's zone), and replies "
      "of "
      "the Forms API with the form beside them.";
  format.settings = question_settings();
  format.settings.emplace_back("locale",
                               "The sheet's language and country, by which its times read: en-US, en-GB, nl-NL ...");
  format.settings.emplace_back("time_format", "How times are written, where no locale says it: %d/%m/%Y %H:%M:%S");
  format.settings.emplace_back("customer_field", "The question that holds the customer number");
  format.settings.emplace_back("survey", "The survey's name; else the form's title, or the file's name");
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
