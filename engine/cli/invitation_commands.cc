#include "base/disk.h"
#include "base/suggest.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/invitation_desk.h"

namespace sojourn {
namespace {

// "rules/after-delivery.toml" -> "after-delivery".
std::string name_of(const std::string& file) {
  const std::string name = lower_ascii(file_name(file));
  return name.substr(0, name.rfind('.'));
}

Result<InvitationRule> read_rule(const std::string& file) {
  SOJOURN_TRY(const std::string text, read_file(file));
  Result<InvitationRule> rule = lower_ascii(file).ends_with(".toml") ? parse_rule_toml(text, file, name_of(file))
                                                                     : parse_rule_json(text, name_of(file));
  if (rule) return rule;
  Status fault = std::move(rule).error();
  return fault.where().starts_with(file) ? fault : std::move(fault).within(file);
}

std::string text_of(const ActJson& json, const char* name) {
  if (!json.contains(name) || json[name].is_null()) return {};
  return json[name].is_string() ? json[name].get<std::string>() : json[name].dump();
}

Value count_of(const ActJson& json, const char* name) {
  return json.contains(name) && json[name].is_number_integer() ? Value(json[name].get<int64_t>())
                                                               : Value(std::monostate{});
}

Value time_of(const ActJson& json, const char* name) {
  const Result<ParsedTime> time = parse_time(text_of(json, name), Zone());
  return time ? Value(TimeValue{time->utc}) : Value(std::monostate{});
}

void print_json(const ActJson& json) { print_line(json.dump(2, ' ', false, ActJson::error_handler_t::replace)); }

}  // namespace

// --- rules

Status run_rule_add(const std::string& folder, const std::string& file) {
  SOJOURN_TRY(const InvitationRule rule, read_rule(file));
  SOJOURN_TRY(InvitationDesk desk, InvitationDesk::open(folder, true));
  const bool known = desk.rule(rule.name).has_value();
  SOJOURN_CHECK(desk.put_rule(rule));
  print_line("rule \"" + rule.name + "\" is " + (known ? "set anew" : "there") + ": " +
             std::string(invite_by_name(rule.by)) +
             (rule.asks() ? " to survey \"" + rule.survey + "\", " : " that asks nothing, ") +
             format_duration(rule.wait) + " after " + rule.on);
  if (!known) print_notice("it is at work while sojourn serve runs; sojourn rule try FILE says what it would do");
  return {};
}

Status run_rule_list(const std::string& folder, Output format) {
  SOJOURN_TRY(InvitationDesk desk, InvitationDesk::open(folder, false));
  SOJOURN_TRY(const ActJson json, desk.rules());
  std::vector<std::vector<Value>> rows;
  for (const ActJson& each : json.value("rules", ActJson::array())) {
    const ActJson counts = each.value("counts", ActJson::object());
    rows.push_back({text_of(each, "name"), std::string(each.value("enabled", true) ? "yes" : "no"), text_of(each, "on"),
                    text_of(each, "wait"), text_of(each, "survey"), text_of(each, "by"), count_of(counts, "causes"),
                    count_of(counts, "planned")});
  }
  print_table({"rule", "enabled", "on", "wait", "survey", "by", "causes", "planned"}, rows, format);
  return {};
}

Status run_rule_show(const std::string& folder, const std::string& name) {
  SOJOURN_TRY(InvitationDesk desk, InvitationDesk::open(folder, false));
  SOJOURN_TRY(const ActJson json, desk.rule(name));
  print_json(json);
  return {};
}

Status run_rule_enable(const std::string& folder, const std::string& name, bool enabled) {
  SOJOURN_TRY(InvitationDesk desk, InvitationDesk::open(folder, false));
  SOJOURN_TRY(ActJson json, desk.rule(name));
  json.erase("counts");
  json["enabled"] = enabled;
  SOJOURN_TRY(const InvitationRule rule, parse_rule_json(json.dump(), name));
  SOJOURN_CHECK(desk.put_rule(rule));
  print_line("rule \"" + name + "\" is " + (enabled ? "enabled" : "disabled: what it planned waits"));
  return {};
}

Status run_rule_remove(const std::string& folder, const std::string& name) {
  SOJOURN_TRY(InvitationDesk desk, InvitationDesk::open(folder, false));
  SOJOURN_CHECK(desk.remove_rule(name));
  print_line("rule \"" + name + "\" is gone; what it planned is not sent");
  return {};
}

Status run_rule_try(const std::string& folder, const std::string& file, Output format) {
  SOJOURN_TRY(const InvitationRule rule, read_rule(file));
  SOJOURN_TRY(InvitationDesk desk, InvitationDesk::open(folder, false));
  SOJOURN_TRY(const ActJson json, desk.try_rule(rule));
  if (format == Output::kJson) {
    print_json(json);
    return {};
  }
  std::vector<std::vector<Value>> rows{{std::string("causes since ") + text_of(json, "from"), count_of(json, "causes")},
                                       {std::string("customers with a cause"), count_of(json, "customers")},
                                       {std::string("invitations"), count_of(json, "invitations")},
                                       {std::string("customers invited"), count_of(json, "invited_customers")}};
  const ActJson others = json.value("others", ActJson::object());
  for (const auto& [reason, count] : others.items()) {
    rows.push_back({"not invited: " + reason, Value(count.get<int64_t>())});
  }
  print_table({"what", "count"}, rows, format);
  return {};
}

// --- invitations

Status run_invitations(const std::string& folder, const InvitationWords& words, Output format) {
  if (!words.state.empty() && !is_state_name(words.state)) {
    return Status::invalid("planned, due, sending, sent, answered, failed or skipped was expected", "state");
  }
  if (words.run) SOJOURN_CHECK(send_what_is_due(folder));  // Before the folder is opened once more.
  SOJOURN_TRY(InvitationDesk desk, InvitationDesk::open(folder, false));
  SOJOURN_TRY(const ActJson json, desk.invitations({words.state, words.rule, words.limit, words.offset}));
  if (format == Output::kJson) {
    print_json(json);
    return {};
  }
  std::vector<std::vector<Value>> rows;
  for (const ActJson& each : json.value("invitations", ActJson::array())) {
    rows.push_back({text_of(each, "id"), text_of(each, "rule"), text_of(each, "customer"), text_of(each, "to"),
                    text_of(each, "state"), time_of(each, "due"), time_of(each, "sent"), time_of(each, "answered"),
                    text_of(each, "reason")});
  }
  print_table({"invitation", "rule", "customer", "to", "state", "due", "sent", "answered", "reason"}, rows, format);
  if (format != Output::kTable) return {};
  std::string counts;
  const ActJson in_states = json.value("counts", ActJson::object());
  for (const auto& [state, count] : in_states.items()) {
    counts += (counts.empty() ? "" : ", ") + count.dump() + " " + state;
  }
  if (!counts.empty()) print_notice(counts);
  if (const std::string trouble = text_of(json, "trouble"); !trouble.empty()) print_notice("trouble: " + trouble);
  return {};
}

Status run_unsubscribe(const std::string& folder, const std::string& who, bool again, Output format) {
  SOJOURN_TRY(InvitationDesk desk, InvitationDesk::open(folder, false));
  if (!who.empty()) {
    SOJOURN_CHECK(desk.unsubscribe(who, again));
    print_line(who + (again ? " may be invited again" : " gets no invitations any more"));
    return {};
  }
  SOJOURN_TRY(const ActJson json, desk.unsubscribes());
  std::vector<std::vector<Value>> rows;
  for (const ActJson& each : json.value("unsubscribes", ActJson::array())) {
    rows.push_back({text_of(each, "who"), time_of(each, "at"), text_of(each, "by")});
  }
  print_table({"who", "at", "by"}, rows, format);
  return {};
}

// --- mail

Status run_mail_set(const std::string& folder, const std::vector<std::string>& words) {
  std::vector<NamedSetting> settings;
  for (const std::string& word : words) {
    const size_t equals = word.find('=');
    if (equals == std::string::npos) return Status::invalid("name=value was expected", word);
    settings.emplace_back(word.substr(0, equals), word.substr(equals + 1));
  }
  SOJOURN_TRY(InvitationDesk desk, InvitationDesk::open(folder, true));
  SOJOURN_CHECK(desk.set_mail(settings));
  print_line("mail is set");
  return {};
}

Status run_mail_show(const std::string& folder, Output format) {
  SOJOURN_TRY(InvitationDesk desk, InvitationDesk::open(folder, false));
  SOJOURN_TRY(const ActJson json, desk.mail());
  std::vector<std::vector<Value>> rows;
  for (const auto& [name, value] : json.items()) rows.push_back({name, text_of(json, name.c_str())});
  print_table({"setting", "value"}, rows, format);
  return {};
}

Status run_mail_test(const std::string& folder, const std::string& to) {
  SOJOURN_TRY(InvitationDesk desk, InvitationDesk::open(folder, false));
  SOJOURN_CHECK(desk.test_mail(to));
  print_line("a letter to " + to + " was taken by the mail server");
  return {};
}

}  // namespace sojourn
