#include "cli/invitation_desk.h"

#include "cli/remote.h"
#include "cli/workplace.h"

namespace sojourn {
namespace {

std::string rule_path(const std::string& name) { return "/v1/rules/" + path_segment(name); }

}  // namespace

Result<InvitationDesk> InvitationDesk::open(const std::string& folder, bool create) {
  SOJOURN_TRY(std::unique_ptr<ApiDesk> api, open_api_desk(folder, "sojourn rule", create));
  return InvitationDesk(std::move(api));
}

Result<ActJson> InvitationDesk::rules() { return api_->ask("GET", "/v1/rules"); }

Result<ActJson> InvitationDesk::rule(const std::string& name) { return api_->ask("GET", rule_path(name)); }

Status InvitationDesk::put_rule(const InvitationRule& rule) {
  return api_->ask_text("PUT", rule_path(rule.name), rule_text(rule)).status();
}

Status InvitationDesk::remove_rule(const std::string& name) { return api_->ask("DELETE", rule_path(name)).status(); }

Result<ActJson> InvitationDesk::try_rule(const InvitationRule& rule) {
  return api_->ask("POST", "/v1/rules/try", ActJson::parse(rule_text(rule)));
}

Result<ActJson> InvitationDesk::invitations(const InvitationFilter& filter) {
  std::string path =
      "/v1/invitations?limit=" + std::to_string(filter.limit) + "&offset=" + std::to_string(filter.offset);
  if (!filter.state.empty()) path += "&state=" + path_segment(filter.state);
  if (!filter.rule.empty()) path += "&rule=" + path_segment(filter.rule);
  return api_->ask("GET", path);
}

Result<ActJson> InvitationDesk::unsubscribes() { return api_->ask("GET", "/v1/unsubscribes"); }

Status InvitationDesk::unsubscribe(const std::string& who, bool again) {
  if (again) return api_->ask("DELETE", "/v1/unsubscribes/" + path_segment(who)).status();
  return api_->ask("POST", "/v1/unsubscribes", {{"who", who}}).status();
}

Result<ActJson> InvitationDesk::mail() { return api_->ask("GET", "/v1/mail"); }

Status InvitationDesk::set_mail(const std::vector<NamedSetting>& settings) {
  ActJson body = ActJson::object();
  for (const auto& [name, text] : settings) body[name] = text;
  return api_->ask("PUT", "/v1/mail", body).status();
}

Status InvitationDesk::test_mail(const std::string& to) {
  return api_->ask("POST", "/v1/mail/test", {{"to", to}}).status();
}

Status send_what_is_due(const std::string& folder) {
  Result<Workplace> place = open_workplace(folder, "sojourn rule", false);
  if (!place) {
    const std::optional<std::string> server = server_of(place.error());
    if (server) return Status::invalid("the server at " + *server + " does this by itself", "run");
    return std::move(place).error();
  }
  SOJOURN_TRY(const std::unique_ptr<SurveyBook> surveys, SurveyBook::open(*place->store));
  Store& store = *place->store;
  SOJOURN_TRY(
      const std::unique_ptr<Invitations> all,
      Invitations::open(store, *surveys, [&store](std::unique_ptr<EventBatch> batch) { return store.append(*batch); }));
  for (;;) {
    SOJOURN_TRY(const bool more, all->step());
    if (!more) return {};
  }
}

}  // namespace sojourn
