#include "act/rule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/assert.h"
#include "base/hash.h"
#include "base/suggest.h"
#include "base/text.h"
#include "surveys/definition_json.h"
#include "timelines/columns.h"
#include "timelines/merged.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> kWays{"email", "sms", "webhook"};
constexpr std::array<std::string_view, 15> kKeys{"name", "enabled", "on",      "wait",          "survey",
                                                 "by",   "subject", "text",    "sample",        "quiet",
                                                 "zone", "max_age", "per_day", "answer_within", "cool_down"};
constexpr DefinitionKind kRule{"a rule", kRuleBytesMax, 4};
constexpr size_t kTextBytesMax = 8000;
constexpr size_t kSubjectBytesMax = 300;
constexpr double kSampleSteps = 1'000'000;  // A ten-thousandth of a percent.

std::vector<std::string> words_of(std::span<const std::string_view> names) { return {names.begin(), names.end()}; }

bool has(const Json& json, const char* key) { return json.contains(key) && !json[key].is_null(); }

Result<std::string> text_of(const Json& json, const std::string& path) {
  if (!json.is_string()) return Status::invalid("a text was expected", path);
  std::string text(trim(json.get<std::string>()));
  if (text.size() > kTextBytesMax) {
    return Status::invalid("is longer than " + std::to_string(kTextBytesMax) + " bytes", path);
  }
  if (text.find('\0') != std::string::npos) return Status::invalid("holds a zero byte", path);
  return text;
}

Status read_text(const Json& json, const char* key, std::string& into) {
  if (!has(json, key)) return {};
  SOJOURN_TRY(into, text_of(json[key], key));
  return {};
}

bool is_language(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; };
  return text.size() >= 2 && text.size() <= 20 && std::all_of(text.begin(), text.end(), letter);
}

Status read_local(const Json& json, const char* key, LocalText& into) {
  if (!has(json, key)) return {};
  const Json& value = json[key];
  if (value.is_string()) {
    SOJOURN_TRY(std::string one, text_of(value, key));
    if (!one.empty()) into.by_language.emplace_back("", std::move(one));
    return {};
  }
  if (!value.is_object()) return Status::invalid("a text, or one a language, was expected", key);
  if (value.size() > kSurveyLanguagesMax) return Status::invalid("too many languages", key);
  for (const auto& [language, each] : value.items()) {
    const std::string path = std::string(key) + "." + language;
    if (!is_language(language)) return Status::invalid("this is no language's code, such as nl", path);
    SOJOURN_TRY(std::string one, text_of(each, path));
    if (one.empty()) return Status::invalid("must not be empty", path);
    into.by_language.emplace_back(language, std::move(one));
  }
  std::sort(into.by_language.begin(), into.by_language.end());
  return {};
}

Status read_length(const Json& json, const char* key, Micros& into) {
  if (!has(json, key)) return {};
  if (!json[key].is_string()) return Status::invalid("a length of time was expected, such as \"2d\"", key);
  const Result<Micros> length = parse_duration(json[key].get<std::string>());
  if (!length) return Status::invalid(length.error().message(), key);
  if (*length > kRuleLengthMax) return Status::invalid("is longer than " + format_duration(kRuleLengthMax), key);
  into = *length;
  return {};
}

Status read_quiet(const Json& json, InvitationRule& rule) {
  if (!has(json, "quiet")) return {};
  const Json& value = json["quiet"];
  if (!value.is_object()) return Status::invalid("from and to were expected", "quiet");
  for (const auto& [key, each] : value.items()) {
    if (key != "from" && key != "to") return Status::invalid("there is no such key here: from and to", "quiet." + key);
  }
  QuietHours quiet;
  for (const auto& [key, into] : {std::pair("from", &quiet.from), std::pair("to", &quiet.to)}) {
    const std::string path = std::string("quiet.") + key;
    if (!has(value, key)) return Status::invalid("is needed", path);
    SOJOURN_TRY(const std::string text, text_of(value[key], path));
    const Result<int> minutes = parse_clock(text);
    if (!minutes) return Status::invalid(minutes.error().message(), path);
    *into = *minutes;
  }
  if (quiet.from == quiet.to) return Status::invalid("begins when it ends; leave it out for none", "quiet");
  rule.quiet = quiet;
  return {};
}

Status read_numbers(const Json& json, InvitationRule& rule) {
  if (has(json, "sample")) {
    if (!json["sample"].is_number()) return Status::invalid("a number of percent was expected", "sample");
    rule.sample = json["sample"].get<double>();
    if (!(rule.sample >= 0 && rule.sample <= 100)) return Status::invalid("0 to 100 percent", "sample");
  }
  if (has(json, "per_day")) {
    if (!json["per_day"].is_number_integer()) return Status::invalid("a whole number was expected", "per_day");
    rule.per_day = json["per_day"].get<int64_t>();
    if (rule.per_day < 0 || rule.per_day > 1'000'000'000) return Status::invalid("0 (any number) or more", "per_day");
  }
  if (has(json, "enabled")) {
    if (!json["enabled"].is_boolean()) return Status::invalid("true or false was expected", "enabled");
    rule.enabled = json["enabled"].get<bool>();
  }
  return {};
}

Status read_lengths(const Json& json, InvitationRule& rule) {
  SOJOURN_CHECK(read_length(json, "wait", rule.wait));
  SOJOURN_CHECK(read_length(json, "cool_down", rule.cool_down));
  SOJOURN_CHECK(read_length(json, "answer_within", rule.answer_within));
  rule.max_age = std::min(rule.wait + kUsualLate, kRuleLengthMax);
  SOJOURN_CHECK(read_length(json, "max_age", rule.max_age));
  if (rule.answer_within < kHour) return Status::invalid("is at least 1h", "answer_within");
  if (rule.max_age == 0 || rule.max_age < rule.wait) {
    return Status::invalid("is shorter than the wait (" + format_duration(rule.wait) + "): nobody would be asked",
                           "max_age");
  }
  return {};
}

// Parsed, and bound to a record without events, which finds fields that there are not.
Status check_filter(const std::string& text) {
  if (text.empty()) return Status::invalid("a filter is needed: which events cause an invitation", "on");
  const Result<Filter> filter = Filter::parse(text);
  if (!filter) return Status(filter.error()).within("on");
  const MergedSnapshot nothing(Columns(), {}, {});
  FilterContext context;
  context.partial = true;
  const auto bound = bind_filter(*filter, nothing, context);
  return bound ? Status() : Status(bound.error()).within("on");
}

// What has no survey has words of its own, and nothing to link to.
Status check_letter(const InvitationRule& rule) {
  if (rule.text.empty()) {
    return Status::invalid("is needed; or a text, for a letter that asks nothing", "survey");
  }
  for (const auto& [language, text] : rule.text.by_language) {
    if (text.find("{link}") == std::string::npos) continue;
    return Status::invalid("{link} leads to the survey, and there is none",
                           language.empty() ? "text" : "text." + language);
  }
  if (rule.by == InviteBy::kEmail && rule.subject.empty()) {
    return Status::invalid("is needed: a letter without a survey has no title of its own", "subject");
  }
  return {};
}

Status check(const InvitationRule& rule) {
  if (!is_survey_name(rule.name)) {
    return Status::invalid("small letters, digits, - and _ were expected, at most 64", "name");
  }
  SOJOURN_CHECK(check_filter(rule.on));
  if (rule.asks() && !is_survey_name(rule.survey)) return Status::invalid("this is no name of a survey", "survey");
  if (!rule.asks()) SOJOURN_CHECK(check_letter(rule));
  for (const auto& [language, text] : rule.subject.by_language) {
    if (text.size() > kSubjectBytesMax || text.find('\n') != std::string::npos) {
      return Status::invalid("one line of at most " + std::to_string(kSubjectBytesMax) + " bytes was expected",
                             language.empty() ? "subject" : "subject." + language);
    }
  }
  const Result<Zone> zone = Zone::find(rule.zone);
  if (!zone) return Status::invalid(zone.error().message(), "zone");
  return {};
}

Result<InvitationRule> read_rule(const Json& json, std::string_view otherwise) {
  if (!json.is_object()) return Status::invalid("an object was expected");
  for (const auto& [key, value] : json.items()) {
    if (std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end()) continue;
    return Status::invalid("there is no such key here." + did_you_mean(key, words_of(kKeys)), key);
  }
  InvitationRule rule;
  rule.name = otherwise;
  SOJOURN_CHECK(read_text(json, "name", rule.name));
  SOJOURN_CHECK(read_text(json, "on", rule.on));
  SOJOURN_CHECK(read_text(json, "survey", rule.survey));
  SOJOURN_CHECK(read_text(json, "zone", rule.zone));
  std::string by(kWays.front());
  SOJOURN_CHECK(read_text(json, "by", by));
  const std::optional<InviteBy> way = find_invite_by(by);
  if (!way) return Status::invalid("email, sms or webhook was expected." + did_you_mean(by, words_of(kWays)), "by");
  rule.by = *way;
  SOJOURN_CHECK(read_local(json, "subject", rule.subject));
  SOJOURN_CHECK(read_local(json, "text", rule.text));
  SOJOURN_CHECK(read_lengths(json, rule));
  SOJOURN_CHECK(read_quiet(json, rule));
  SOJOURN_CHECK(read_numbers(json, rule));
  SOJOURN_CHECK(check(rule));
  return rule;
}

void put(Json& json, const char* key, const LocalText& text) {
  if (text.empty()) return;
  if (text.by_language.size() == 1 && text.by_language.front().first.empty()) {
    json[key] = text.by_language.front().second;
    return;
  }
  for (const auto& [language, each] : text.by_language) json[key][language] = each;
}

}  // namespace

std::string_view invite_by_name(InviteBy by) { return kWays[static_cast<size_t>(by)]; }

std::optional<InviteBy> find_invite_by(std::string_view name) {
  const auto found = std::find(kWays.begin(), kWays.end(), name);
  if (found == kWays.end()) return std::nullopt;
  return static_cast<InviteBy>(found - kWays.begin());
}

Result<InvitationRule> parse_rule_json(std::string_view text, std::string_view otherwise) {
  SOJOURN_TRY(const Json json, definition_from_json(text, kRule));
  return read_rule(json, otherwise);
}

Result<InvitationRule> parse_rule_toml(std::string_view text, const std::string& file, std::string_view otherwise) {
  SOJOURN_TRY(const Json json, definition_from_toml(text, file, kRule));
  Result<InvitationRule> rule = read_rule(json, otherwise);
  if (!rule) return std::move(rule).error().within(file);
  return rule;
}

std::string rule_text(const InvitationRule& rule) {
  Json json{{"name", rule.name},     {"enabled", rule.enabled},
            {"on", rule.on},         {"wait", format_duration(rule.wait)},
            {"survey", rule.survey}, {"by", invite_by_name(rule.by)}};
  put(json, "subject", rule.subject);
  put(json, "text", rule.text);
  json["sample"] = rule.sample;
  json["cool_down"] = format_duration(rule.cool_down);
  if (rule.quiet) json["quiet"] = {{"from", format_clock(rule.quiet->from)}, {"to", format_clock(rule.quiet->to)}};
  json["zone"] = rule.zone;
  json["max_age"] = format_duration(rule.max_age);
  json["per_day"] = rule.per_day;
  json["answer_within"] = format_duration(rule.answer_within);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Filter rule_filter(const InvitationRule& rule) {
  Result<Filter> filter = Filter::parse(rule.on);
  SOJOURN_ASSERT(filter.has_value(), "a rule's filter was parsed before");
  return std::move(filter).value();
}

Zone rule_zone(const InvitationRule& rule) {
  Result<Zone> zone = Zone::find(rule.zone);
  SOJOURN_ASSERT(zone.has_value(), "a rule's zone was found before");
  return std::move(zone).value();
}

bool takes_sample(const InvitationRule& rule, std::string_view cause) {
  const uint64_t hash = hash64("sample\n" + rule.name + "\n" + std::string(cause));
  const double share = static_cast<double>(hash % static_cast<uint64_t>(kSampleSteps)) / kSampleSteps;
  return share * 100 < rule.sample;
}

}  // namespace sojourn
