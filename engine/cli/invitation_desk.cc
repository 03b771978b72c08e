#include "cli/invitation_desk.h"

#include "cli/remote.h"

namespace sojourn {
namespace {

class LocalInvitations final : public InvitationDesk {
 public:
  LocalInvitations(std::unique_ptr<Store> store, std::unique_ptr<SurveyBook> surveys)
      : store_(std::move(store)), surveys_(std::move(surveys)) {}
  Status open() {
    SOJOURN_TRY(all_, Invitations::open(*store_, *surveys_,
                                        [this](std::unique_ptr<EventBatch> batch) { return store_->append(*batch); }));
    return {};
  }

  Result<ActJson> rules() override { return rules_json(*all_); }
  Result<ActJson> rule(const std::string& name) override {
    SOJOURN_TRY(const InvitationRule rule, all_->rules().find(name));
    return rule_json(rule, all_->mark());
  }
  Status put_rule(const InvitationRule& rule) override { return all_->rules().put(rule); }
  Status remove_rule(const std::string& name) override { return all_->rules().remove(name); }
  Result<ActJson> try_rule(const InvitationRule& rule) override {
    SOJOURN_TRY(const RuleTrial trial, all_->try_rule(rule));
    return trial_json(trial);
  }
  Result<ActJson> invitations(const InvitationFilter& filter) override { return invitations_json(*all_, filter); }
  Status run() override {
    for (;;) {
      SOJOURN_TRY(const bool more, all_->step());
      if (!more) return {};
    }
  }
  Result<ActJson> unsubscribes() override { return unsubscribes_json(*all_); }
  Status unsubscribe(const std::string& who, bool again) override {
    SOJOURN_TRY(const Identifier person, parse_identifier(who));
    return again ? all_->ask_again(person) : all_->unsubscribes().add(person, "owner", all_->now());
  }
  Result<ActJson> mail() override { return outgoing_json(all_->outgoing().get()); }
  Status set_mail(const std::vector<NamedSetting>& settings) override { return all_->outgoing().set(settings); }
  Status test_mail(const std::string& to) override { return all_->send_test(to); }

 private:
  std::unique_ptr<Store> store_;
  std::unique_ptr<SurveyBook> surveys_;
  std::unique_ptr<Invitations> all_;
};

class RemoteInvitations final : public InvitationDesk {
 public:
  explicit RemoteInvitations(std::string address) : address_(std::move(address)) {}

  Result<ActJson> rules() override { return read("/v1/rules"); }
  Result<ActJson> rule(const std::string& name) override { return read("/v1/rules/" + path_segment(name)); }
  Status put_rule(const InvitationRule& rule) override {
    return ask("/v1/rules/" + path_segment(rule.name), rule_text(rule), "PUT").status();
  }
  Status remove_rule(const std::string& name) override {
    return ask("/v1/rules/" + path_segment(name), "", "DELETE").status();
  }
  Result<ActJson> try_rule(const InvitationRule& rule) override {
    return read("/v1/rules/try", rule_text(rule), "POST");
  }
  Result<ActJson> invitations(const InvitationFilter& filter) override {
    std::string path =
        "/v1/invitations?limit=" + std::to_string(filter.limit) + "&offset=" + std::to_string(filter.offset);
    if (!filter.state.empty()) path += "&state=" + path_segment(filter.state);
    if (!filter.rule.empty()) path += "&rule=" + path_segment(filter.rule);
    return read(path);
  }
  Status run() override { return Status::invalid("the server at " + address_ + " does this by itself", "run"); }
  Result<ActJson> unsubscribes() override { return read("/v1/unsubscribes"); }
  Status unsubscribe(const std::string& who, bool again) override {
    if (again) return ask("/v1/unsubscribes/" + path_segment(who), "", "DELETE").status();
    return ask("/v1/unsubscribes", dump({{"who", who}}), "POST").status();
  }
  Result<ActJson> mail() override { return read("/v1/mail"); }
  Status set_mail(const std::vector<NamedSetting>& settings) override {
    ActJson body = ActJson::object();
    for (const auto& [name, text] : settings) body[name] = text;
    return ask("/v1/mail", dump(body), "PUT").status();
  }
  Status test_mail(const std::string& to) override { return ask("/v1/mail/test", dump({{"to", to}}), "POST").status(); }

 private:
  static std::string dump(const ActJson& json) { return json.dump(-1, ' ', false, ActJson::error_handler_t::replace); }
  Result<std::string> ask(const std::string& path, const std::string& body = "", const std::string& verb = "") const {
    return ask_server(address_, path, body, "application/json", verb);
  }
  Result<ActJson> read(const std::string& path, const std::string& body = "", const std::string& verb = "") const {
    SOJOURN_TRY(const std::string reply, ask(path, body, verb));
    ActJson json = ActJson::parse(reply, nullptr, false);
    if (!json.is_object()) return Status::unavailable("the server's reply is not JSON");
    return json;
  }

  std::string address_;
};

}  // namespace

Result<std::unique_ptr<InvitationDesk>> open_invitation_desk(const std::string& folder, bool create) {
  StoreOptions options;
  options.create = create;
  options.owner = "sojourn rule";
  Result<std::unique_ptr<Store>> store = Store::open(folder, options);
  if (!store) {
    const std::optional<std::string> server = server_of(store.error());
    if (!server) return std::move(store).error();
    return std::unique_ptr<InvitationDesk>(std::make_unique<RemoteInvitations>(*server));
  }
  SOJOURN_TRY(std::unique_ptr<SurveyBook> surveys, SurveyBook::open(**store));
  auto local = std::make_unique<LocalInvitations>(std::move(store).value(), std::move(surveys));
  SOJOURN_CHECK(local->open());
  return std::unique_ptr<InvitationDesk>(std::move(local));
}

}  // namespace sojourn
