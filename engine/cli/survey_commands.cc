#include "act/outgoing_settings.h"
#include "base/disk.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/survey_desk.h"
#include "surveys/templates.h"

namespace sojourn {
namespace {

// "surveys/after-delivery.toml" -> "after-delivery".
std::string name_of(const std::string& file) {
  std::string name = file_name(file);
  name = lower_ascii(name.substr(0, name.rfind('.')));
  for (char& c : name) {
    if (c == ' ' || c == '.') c = '-';
  }
  return name;
}

Result<Survey> read_survey(const SurveyWords& words) {
  if (words.file.empty() == words.from_template.empty()) {
    return Status::invalid(
        "a FILE, or --template with one of after-delivery, ces, csat, experience, nps, stars, is needed", "file");
  }
  if (!words.from_template.empty()) return survey_template(words.from_template, words.name);
  SOJOURN_TRY(const std::string text, read_file(words.file));
  Result<Survey> survey = lower_ascii(words.file).ends_with(".toml")
                              ? parse_survey_toml(text, words.file, name_of(words.file))
                              : parse_survey_json(text, name_of(words.file));
  if (!survey) {
    Status fault = std::move(survey).error();
    return fault.where().starts_with(words.file) ? fault : std::move(fault).within(words.file);
  }
  if (!words.name.empty()) survey->name = words.name;
  if (!is_survey_name(survey->name)) {
    return Status::invalid("1 to 64 small letters, digits, - and _ were expected", "name");
  }
  return survey;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& each : words) text += (text.empty() ? "" : ", ") + each;
  return text;
}

std::string without_slash(std::string base) {
  while (base.ends_with('/')) base.pop_back();
  return base;
}

// E.164: a plus, the number of the country, and all without the leading zero; 7 to 15 digits.
bool is_international(const std::string& phone) {
  constexpr size_t kLeast = 7;
  constexpr size_t kMost = 15;
  return phone.starts_with('+') && phone.size() > kLeast && phone.size() <= kMost + 1 && phone[1] != '0';
}

// A link to nobody would be answered and then stand for a customer who is not there.
Status check_who(const std::string& who) {
  const Result<Identifier> named = parse_identifier(who);
  if (!named) return Status::invalid(named.error().message(), "--who");
  if (named->kind == IdentifierKind::kEmail && mail_address(named->value).empty()) {
    return Status::invalid("\"" + named->value +
                               "\" is no e-mail address: write email:anna@example.com, or, for a "
                               "customer number, id:" +
                               named->value,
                           "--who");
  }
  if (named->kind == IdentifierKind::kPhone && !is_international(named->value)) {
    return Status::invalid("\"" + named->value +
                               "\" is no international number: write it with the country and without "
                               "the leading zero, such as phone:+31612345678",
                           "--who");
  }
  return {};
}

Status check_base(const std::string& base) {
  OutgoingSettings settings;
  if (base.empty() || set_outgoing(settings, "base_url", base).ok()) return {};
  return Status::invalid("\"" + base + "\" is no address of a server: write https://feedback.example.com", "--base");
}

}  // namespace

Status run_survey_add(const std::string& folder, const SurveyWords& words) {
  SOJOURN_TRY(Survey survey, read_survey(words));
  if (words.open) survey.open = true;
  SOJOURN_TRY(SurveyDesk desk, SurveyDesk::open(folder, true));
  const bool known = desk.find(survey.name).has_value();
  SOJOURN_CHECK(desk.put(survey));
  print_line("survey \"" + survey.name + "\" is " + (known ? "defined anew" : "there") + ": " +
             with_groups(static_cast<int64_t>(survey.questions.size())) +
             (survey.questions.size() == 1 ? " question" : " questions") + " in " + joined(survey.languages));
  print_notice(survey.open ? "its page, behind the address of the server: /s/" + survey.name
                           : "next: sojourn survey link " + survey.name + " --who CUSTOMER");
  return {};
}

Status run_survey_list(const std::string& folder, Output format) {
  SOJOURN_TRY(SurveyDesk desk, SurveyDesk::open(folder, false));
  SOJOURN_TRY(const std::vector<Survey> surveys, desk.list());
  std::vector<std::vector<Value>> rows;
  for (const Survey& each : surveys) {
    rows.push_back({each.name, each.title.in(each.languages.front(), ""), static_cast<int64_t>(each.questions.size()),
                    joined(each.languages), each.touchpoint, std::string(each.open ? "yes" : "no")});
  }
  print_table({"survey", "title", "questions", "languages", "touchpoint", "open"}, rows, format);
  return {};
}

Status run_survey_show(const std::string& folder, const std::string& name) {
  SOJOURN_TRY(SurveyDesk desk, SurveyDesk::open(folder, false));
  SOJOURN_TRY(const Survey survey, desk.find(name));
  print_line(survey_text(survey));
  return {};
}

Status run_survey_remove(const std::string& folder, const std::string& name) {
  SOJOURN_TRY(SurveyDesk desk, SurveyDesk::open(folder, false));
  SOJOURN_CHECK(desk.remove(name));
  print_line("survey \"" + name + "\" is gone; its answers stay");
  return {};
}

Status run_survey_link(const std::string& folder, const SurveyLinkWords& words, Output format) {
  SOJOURN_CHECK(check_who(words.who));
  SOJOURN_CHECK(check_base(words.base));
  SOJOURN_TRY(SurveyDesk desk, SurveyDesk::open(folder, false));
  SOJOURN_TRY(const Survey survey, desk.find(words.survey));
  LinkClaims claims;
  claims.survey = words.survey;
  claims.who = words.who;
  claims.about = words.about;
  claims.invitation = words.invitation;
  claims.language = words.language;
  SOJOURN_TRY(const SurveyDesk::Link link, desk.make_link(claims, words.valid));
  const std::string base = without_slash(words.base.empty() ? desk.base() : words.base);
  std::vector<std::vector<Value>> rows{{std::string("page"), base + link_path(survey.name, link.token)}};
  if (const SurveyQuestion* score = survey.first_score()) {
    for (auto step = static_cast<int>(score->scale->min); step <= static_cast<int>(score->scale->max); ++step) {
      rows.push_back({std::to_string(step), base + link_path(survey.name, link.token, step)});
    }
  }
  if (format != Output::kTable) {
    print_table({"link", "address"}, rows, format);
    return {};
  }
  // Whole: a table would cut them.
  for (const auto& row : rows) print_line(std::get<std::string>(row[0]) + "\t" + std::get<std::string>(row[1]));
  return {};
}

}  // namespace sojourn
