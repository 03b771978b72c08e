#include "act/invitation_events.h"

#include "act/causes.h"
#include "collect/event_writer.h"
#include "surveys/answers.h"

namespace sojourn {
namespace {

constexpr std::string_view kTouchpoint = "survey invitation";
constexpr std::string_view kLetterTouchpoint = "letter";  // It asks nothing.

int64_t version_of(InvitationState state) {
  switch (state) {
    case InvitationState::kFailed: return 1;
    case InvitationState::kSent: return 2;
    case InvitationState::kAnswered: return 3;
    default: return 0;
  }
}

void text(EventWriter& writer, std::string_view name, const std::string& value) {
  if (!value.empty()) writer.property(name, Cell{value, false, CellType::kString});
}

void write_who(EventWriter& writer, const Invitation& invitation) {
  const Result<Identifier> who = parse_identifier(invitation.who);
  if (who) writer.who(who->kind, who->value);
  if (invitation.by == InviteBy::kEmail) writer.who(IdentifierKind::kEmail, invitation.to);
  if (invitation.by == InviteBy::kSms) writer.who(IdentifierKind::kPhone, invitation.to);
}

}  // namespace

void tell_cause(const Invitation& invitation, ResponseFacts& facts) {
  if (facts.about.empty()) facts.about = invitation.about;
  facts.touchpoint = invitation.touchpoint;
  facts.event = invitation.event;
}

std::unique_ptr<EventBatch> invitation_event(const Invitation& invitation, const Survey* survey) {
  const int64_t version = version_of(invitation.state);
  if (version == 0) return nullptr;
  auto batch = std::make_unique<EventBatch>();
  batch->source = kInvitationSource;
  batch->input = kInvitationSource;
  EventWriter writer(*batch, {});
  writer.row();
  writer.begin(0, "");
  writer.id(invitation.id).version(version).time(invitation.sent != 0 ? invitation.sent : invitation.changed);
  write_who(writer, invitation);
  writer.set("touchpoint", invitation.survey.empty() ? kLetterTouchpoint : kTouchpoint).set("direction", "out");
  writer.set("channel", invitation.by == InviteBy::kWebhook ? "survey" : invite_by_name(invitation.by));
  writer.set("outcome", state_name(invitation, kTimeMax)).set("language", invitation.language);
  const SurveyQuestion* score = survey == nullptr ? nullptr : survey->first_score();
  if (invitation.state != InvitationState::kFailed && score != nullptr) {
    writer.set("kind", score->kind).set("question", score->text.in(survey->languages.front(), ""));
  }
  const auto [kind, about] = split_about(invitation.about);
  if (kind == "order") writer.set("order", about);
  if (kind != "touchpoint") text(writer, "about", about);
  text(writer, "about_touchpoint", kind == "touchpoint" ? about : invitation.touchpoint);
  text(writer, "about_event", invitation.event);
  text(writer, "invitation", invitation.id);
  text(writer, "survey", invitation.survey);
  text(writer, "rule", invitation.rule);
  if (invitation.state == InvitationState::kFailed) text(writer, "reason", invitation.reason);
  const Result<bool> ended = writer.end();
  return ended ? std::move(batch) : nullptr;
}

}  // namespace sojourn
