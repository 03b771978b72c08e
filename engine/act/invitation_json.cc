#include "act/invitation_json.h"

namespace sojourn {
namespace {

ActJson time_or_null(Micros time) { return time == 0 ? ActJson(nullptr) : ActJson(format_time(time)); }

}  // namespace

ActJson rule_json(const InvitationRule& rule, const FollowMark& mark) {
  ActJson json = ActJson::parse(rule_text(rule));
  const auto known = mark.rules.find(rule.name);
  const RuleMark counts = known == mark.rules.end() ? RuleMark{} : known->second;
  json["counts"] = {{"causes", counts.causes},
                    {"planned", counts.planned},
                    {"skipped", counts.skipped},
                    {"sampled_out", counts.sampled_out},
                    {"nobody", counts.nobody}};
  return json;
}

ActJson rules_json(const Invitations& invitations) {
  const FollowMark mark = invitations.mark();
  ActJson json;
  json["rules"] = ActJson::array();
  for (const InvitationRule& rule : invitations.rules().list()) json["rules"].push_back(rule_json(rule, mark));
  return json;
}

ActJson invitation_json(const Invitation& invitation, Micros now) {
  return {{"id", invitation.id},
          {"rule", invitation.rule},
          {"survey", invitation.survey},
          {"by", invite_by_name(invitation.by)},
          {"customer", invitation.who},
          {"about", invitation.about},
          {"touchpoint", invitation.touchpoint},
          {"event", invitation.event},
          {"cause", invitation.cause},
          {"cause_time", time_or_null(invitation.cause_time)},
          {"state", state_name(invitation, now)},
          {"reason", invitation.reason},
          {"made", time_or_null(invitation.made)},
          {"due", time_or_null(invitation.due)},
          {"sent", time_or_null(invitation.sent)},
          {"answered", time_or_null(invitation.answered)},
          {"tries", invitation.tries},
          {"to", invitation.to},
          {"language", invitation.language}};
}

ActJson invitations_json(const Invitations& invitations, const InvitationFilter& filter) {
  const Micros at = invitations.now();
  size_t total = 0;
  const std::vector<Invitation> found = invitations.book().list(filter, at, total);
  ActJson json{{"total", total}, {"counts", ActJson::object()}, {"trouble", invitations.trouble().to_string()}};
  for (const auto& [state, count] : invitations.book().counts(at)) json["counts"][state] = count;
  json["invitations"] = ActJson::array();
  for (const Invitation& each : found) json["invitations"].push_back(invitation_json(each, at));
  return json;
}

ActJson trial_json(const RuleTrial& trial) {
  ActJson json{{"from", time_or_null(trial.from)},
               {"causes", trial.causes},
               {"customers", trial.customers},
               {"invitations", trial.invitations},
               {"invited_customers", trial.invited_customers}};
  json["others"] = ActJson::object();
  for (const auto& [reason, count] : trial.others) json["others"][reason] = count;
  return json;
}

ActJson unsubscribes_json(const Invitations& invitations) {
  ActJson json;
  json["unsubscribes"] = ActJson::array();
  for (const Unsubscribes::Entry& each : invitations.unsubscribes().list()) {
    json["unsubscribes"].push_back({{"who", each.who}, {"at", time_or_null(each.at)}, {"by", each.by}});
  }
  return json;
}

ActJson outgoing_json(const OutgoingSettings& settings) {
  ActJson json = ActJson::object();
  for (const auto& [name, text] : outgoing_texts(settings, true)) json[name] = text;
  json["port"] = settings.port;
  json["per_minute"] = settings.per_minute;
  json["allow_private"] = settings.allow_private;
  return json;
}

Result<std::vector<NamedSetting>> read_outgoing(const ActJson& json) {
  std::vector<NamedSetting> settings;
  for (const auto& [name, value] : json.items()) {
    if (!value.is_string() && !value.is_number_integer() && !value.is_boolean()) {
      return Status::invalid("a text, a number, or true or false was expected", name);
    }
    settings.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return settings;
}

}  // namespace sojourn
