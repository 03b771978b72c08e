#include "act/answer_watch.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "act/causes.h"
#include "act/invitation_events.h"
#include "surveys/answers.h"
#include "surveys/sms_answer.h"

namespace sojourn {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kNamed = "\"invitation\":\"";
constexpr size_t kSameMomentMax = 1000;  // Events of one customer.

std::string invitation_in(std::string_view properties) {
  if (properties.find(kNamed) == std::string_view::npos) return {};
  const Json json = Json::parse(properties, nullptr, false);
  if (!json.is_object() || !json.contains("invitation") || !json["invitation"].is_string()) return {};
  return json["invitation"].get<std::string>();
}

}  // namespace

Result<AnswerWatch::Found> AnswerWatch::look(int64_t after, int64_t up_to) {
  SOJOURN_TRY(const std::vector<std::string> terms, store_.terms());
  Found found;
  ScanRequest request;
  request.fields = {Field::kChannel, Field::kDirection, Field::kText};
  request.properties = true;
  request.after_sequence = after;
  request.up_to_sequence = request.as_of_sequence = up_to;
  SOJOURN_CHECK(store_.scan(request, [&](const EventColumns& events) -> Status {
    const auto term = [&terms](TermCode code) -> std::string_view {
      return code < terms.size() ? std::string_view(terms[code]) : std::string_view();
    };
    for (size_t i = 0; i < events.count; ++i) {
      if (term(events.source[i]) == kInvitationSource) continue;
      if (std::string id = invitation_in(events.properties[i]); !id.empty()) {
        found.named.emplace_back(std::move(id), events.time[i]);
      }
      if (term(events.columns[0].terms[i]) != "sms" || term(events.columns[1].terms[i]) != "in") continue;
      if (events.columns[2].valid[i] == 0) continue;
      found.messages.push_back({events.sequence[i], events.time[i], std::string(events.columns[2].texts[i])});
    }
    return {};
  }));
  return found;
}

Status AnswerWatch::follow(Micros now) {
  const int64_t last = store_.last_sequence();
  const int64_t after = mark_.answers.value_or(last);
  if (mark_.answers && after >= last) return {};
  if (after < last && waits()) {
    SOJOURN_TRY(const Found found, look(after, last));
    for (const auto& [id, time] : found.named) SOJOURN_CHECK(note_answer(id, time, now));
    for (const Message& message : found.messages) {
      SOJOURN_CHECK(is_stop_message(message.text) ? unsubscribe_sender(message) : take_message(message, now));
    }
  }
  mark_.answers = last;  // Kept with what is planned next; looking twice does no harm.
  return {};
}

Status AnswerWatch::note_answer(const std::string& invitation, Micros time, Micros now) {
  std::optional<Invitation> known = book_.find(invitation);
  if (!known || known->sent == 0 || known->answered != 0) return {};
  known->state = InvitationState::kAnswered;
  known->reason.clear();
  known->answered = time;
  known->changed = now;
  SOJOURN_CHECK(book_.keep({&*known, 1}));
  dispatcher_.tell(*known);
  return {};
}

bool AnswerWatch::waits() const {
  if (book_.waits_for_answers()) return true;
  const std::vector<InvitationRule> rules = rules_.list();
  return std::any_of(rules.begin(), rules.end(), [](const InvitationRule& each) { return each.by == InviteBy::kSms; });
}

Result<std::optional<Store::Customer>> AnswerWatch::sender_of(const Message& message) const {
  SOJOURN_TRY(const SqlTable table,
              store_.sql("SELECT customer FROM events WHERE sequence = " + std::to_string(message.sequence), 1));
  if (table.rows.empty() || !table.rows.front().front()) return std::optional<Store::Customer>();
  SOJOURN_TRY(const Identifier name, parse_identifier(*table.rows.front().front()));
  SOJOURN_TRY(Store::Customer customer, store_.customer(name));
  return std::optional<Store::Customer>(std::move(customer));
}

Status AnswerWatch::unsubscribe_sender(const Message& message) {
  SOJOURN_TRY(const std::optional<Store::Customer> sender, sender_of(message));
  if (!sender) return {};
  SOJOURN_TRY(const std::vector<StoredEvent> events,
              store_.timeline(sender->number, {message.time, message.time + 1}, kSameMomentMax, 0));
  for (const StoredEvent& event : events) {
    if (event.sequence != message.sequence) continue;
    for (const Identifier& each : event.who) {
      if (each.kind == IdentifierKind::kPhone) return unsubscribes_.add(each, "sms", message.time);
    }
  }
  return {};
}

Result<std::optional<Invitation>> AnswerWatch::asked_by_sms(const Message& message) const {
  std::optional<Invitation> asked;
  SOJOURN_TRY(const std::optional<Store::Customer> sender, sender_of(message));
  if (!sender) return asked;
  for (const Invitation& each : book_.of(sender->identifiers)) {
    if (each.by != InviteBy::kSms || each.survey.empty() || each.sent == 0 || each.sent > message.time) continue;
    const Result<InvitationRule> rule = rules_.find(each.rule);
    const Micros open_for = rule ? rule->answer_within : kUsualAnswerWithin;
    if (message.time - each.sent > open_for) continue;
    if (each.answered != 0 && message.time - each.answered > kAnswerOpenFor) continue;
    if (!asked || each.sent > asked->sent) asked = each;
  }
  return asked;
}

Status AnswerWatch::take_message(const Message& message, Micros now) {
  SOJOURN_TRY(const std::optional<Invitation> asked, asked_by_sms(message));
  if (!asked) return {};
  const auto survey = surveys_.find(asked->survey);
  if (!survey) return {};
  const SurveyQuestion* score = (*survey)->first_score();
  if (score == nullptr) return {};
  const std::optional<SmsAnswer> answer = parse_sms_answer(message.text, *score->scale);
  if (!answer) return {};
  SentAnswers sent{{score->id, std::to_string(answer->score)}};
  // What stands beside the number is the comment on it, where the survey asks for one after this score.
  for (const SurveyQuestion& each : (*survey)->questions) {
    if (score_of_comment(**survey, each) != score || answer->comment.empty()) continue;
    sent[each.id] = answer->comment;
    if (check_answers(**survey, sent).answers.size() > 1) break;
    sent.erase(each.id);
  }
  LinkClaims claims;
  claims.survey = asked->survey;
  claims.who = asked->who;
  claims.invitation = asked->id;
  claims.about = asked->about;
  SOJOURN_TRY(const Identifier who, parse_identifier(asked->who));
  ResponseFacts facts;
  facts.response = response_of(claims);
  facts.who = {who, {IdentifierKind::kPhone, asked->to}};
  facts.invitation = asked->id;
  tell_cause(*asked, facts);
  facts.language = asked->language;
  facts.medium = "sms";
  facts.time = asked->answered != 0 ? asked->answered : message.time;
  facts.version = message.time;
  SOJOURN_TRY(const FormerResponse former, find_former(store_, **survey, who, facts.response, asked->sent));
  auto batch = std::make_unique<EventBatch>();
  SOJOURN_CHECK(write_answers(**survey, facts, check_answers(**survey, sent).answers, former.questions, *batch));
  SOJOURN_CHECK(append_(std::move(batch)).status());
  return note_answer(asked->id, message.time, now);
}

}  // namespace sojourn
