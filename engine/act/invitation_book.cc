#include "act/invitation_book.h"

#include <algorithm>
#include <iterator>

namespace sojourn {
namespace {

constexpr std::string_view kDocumentKind = "invitation";

// A text message may take the place of one before it.
bool is_open(const Invitation& invitation) {
  return invitation.sent != 0 && (invitation.answered == 0 || invitation.by == InviteBy::kSms);
}

bool has_ended(const Invitation& invitation) {
  return invitation.state != InvitationState::kPlanned && invitation.state != InvitationState::kSending;
}

}  // namespace

Result<std::unique_ptr<InvitationBook>> InvitationBook::open(Store& store) {
  std::unique_ptr<InvitationBook> book(new InvitationBook(store));
  SOJOURN_TRY(const std::vector<Document> documents, store.documents(kDocumentKind));
  for (const Document& document : documents) {
    SOJOURN_TRY(const Invitation invitation, parse_invitation(document.name, document.text));
    book->show(invitation);
  }
  return book;
}

void InvitationBook::show(const Invitation& invitation) {
  if (const auto known = all_.find(invitation.id); known != all_.end()) hide(Invitation(known->second));
  all_[invitation.id] = invitation;
  by_making_.emplace(invitation.made, invitation.id);
  by_who_[invitation.who].insert(invitation.id);
  if (invitation.state == InvitationState::kPlanned) planned_.emplace(invitation.due, invitation.id);
  if (invitation.sent != 0) sent_of_[invitation.rule].insert(invitation.sent);
  if (is_open(invitation)) ++open_;
}

void InvitationBook::hide(const Invitation& invitation) {
  by_making_.erase({invitation.made, invitation.id});
  planned_.erase({invitation.due, invitation.id});
  if (const auto of = by_who_.find(invitation.who); of != by_who_.end()) {
    of->second.erase(invitation.id);
    if (of->second.empty()) by_who_.erase(of);
  }
  if (invitation.sent != 0) {
    std::multiset<Micros>& times = sent_of_[invitation.rule];
    if (const auto one = times.find(invitation.sent); one != times.end()) times.erase(one);
  }
  if (is_open(invitation)) --open_;
  all_.erase(invitation.id);
}

Status InvitationBook::keep(std::span<const Invitation> invitations, std::span<const Document> beside) {
  const std::lock_guard changing(changing_);
  std::vector<Document> documents;
  documents.reserve(invitations.size() + beside.size());
  for (const Invitation& each : invitations) {
    documents.push_back({std::string(kDocumentKind), each.id, invitation_text(each)});
  }
  documents.insert(documents.end(), beside.begin(), beside.end());
  SOJOURN_CHECK(store_.put_documents(documents));
  const std::unique_lock lock(mutex_);
  for (const Invitation& each : invitations) show(each);
  return {};
}

std::optional<Invitation> InvitationBook::find(const std::string& id) const {
  const std::shared_lock lock(mutex_);
  const auto found = all_.find(id);
  return found == all_.end() ? std::nullopt : std::optional(found->second);
}

bool InvitationBook::contains(const std::string& id) const {
  const std::shared_lock lock(mutex_);
  return all_.contains(id);
}

std::vector<Invitation> InvitationBook::list(const InvitationFilter& filter, Micros now, size_t& total) const {
  const std::shared_lock lock(mutex_);
  std::vector<Invitation> found;
  total = 0;
  for (auto each = by_making_.rbegin(); each != by_making_.rend(); ++each) {
    const Invitation& one = all_.at(each->second);
    if (!filter.rule.empty() && one.rule != filter.rule) continue;
    if (!filter.state.empty() && state_name(one, now) != filter.state) continue;
    if (total >= filter.offset && found.size() < filter.limit) found.push_back(one);
    ++total;
  }
  return found;
}

std::map<std::string, int64_t, std::less<>> InvitationBook::counts(Micros now) const {
  const std::shared_lock lock(mutex_);
  std::map<std::string, int64_t, std::less<>> counts;
  for (const auto& [id, each] : all_) ++counts[std::string(state_name(each, now))];
  return counts;
}

std::vector<Invitation> InvitationBook::due(Micros now, size_t most) const {
  const std::shared_lock lock(mutex_);
  std::vector<Invitation> found;
  for (const auto& [time, id] : planned_) {
    if (time > now || found.size() >= most) break;
    found.push_back(all_.at(id));
  }
  return found;
}

std::optional<Micros> InvitationBook::next_due() const {
  const std::shared_lock lock(mutex_);
  return planned_.empty() ? std::nullopt : std::optional(planned_.begin()->first);
}

std::vector<Invitation> InvitationBook::in_state(InvitationState state) const {
  const std::shared_lock lock(mutex_);
  std::vector<Invitation> found;
  for (const auto& [id, each] : all_) {
    if (each.state == state) found.push_back(each);
  }
  return found;
}

std::vector<Invitation> InvitationBook::of(std::span<const Identifier> customer) const {
  const std::shared_lock lock(mutex_);
  std::vector<Invitation> found;
  for (const Identifier& each : customer) {
    const auto of = by_who_.find(format_identifier(each));
    if (of == by_who_.end()) continue;
    for (const std::string& id : of->second) found.push_back(all_.at(id));
  }
  return found;
}

int64_t InvitationBook::sent_within(const std::string& rule, TimeRange range) const {
  const std::shared_lock lock(mutex_);
  const auto of = sent_of_.find(rule);
  if (of == sent_of_.end()) return 0;
  return std::distance(of->second.lower_bound(range.from), of->second.lower_bound(range.to));
}

bool InvitationBook::waits_for_answers() const {
  const std::shared_lock lock(mutex_);
  return open_ > 0;
}

Status InvitationBook::forget_old(Micros now) {
  const std::lock_guard changing(changing_);
  std::vector<Invitation> old;
  {
    const std::shared_lock lock(mutex_);
    for (const auto& [made, id] : by_making_) {
      if (made > now - kInvitationKept) break;
      const Invitation& one = all_.at(id);
      if (has_ended(one) && one.changed <= now - kInvitationKept) old.push_back(one);
    }
  }
  for (const Invitation& each : old) {
    SOJOURN_CHECK(store_.remove_document(kDocumentKind, each.id));
    const std::unique_lock lock(mutex_);
    hide(each);
  }
  return {};
}

}  // namespace sojourn
