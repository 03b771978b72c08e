// What people change: items, notes, settings; and which tags there are.
#include <algorithm>
#include <map>

#include "inbox/feedback_inbox.h"

namespace sojourn {
namespace {

constexpr std::string_view kSettingsName = "settings";

}  // namespace

Result<std::vector<int64_t>> FeedbackInbox::ids_in_scope(std::span<const int64_t> ids, const std::string& scope) {
  const std::lock_guard lock(mutex_);
  SOJOURN_CHECK(catch_up());
  Sets sets;
  SOJOURN_TRY(sets.scope, sets_.passing(index_, scope));
  std::vector<int64_t> found;
  for (const int64_t id : ids) {
    SOJOURN_TRY(const uint32_t position, position_of(id, sets));
    found.push_back(index_.items()[position].id);
  }
  return found;
}

Status FeedbackInbox::change(std::span<const int64_t> ids, const std::string& scope, const FeedbackChange& change) {
  SOJOURN_TRY(const std::vector<int64_t> items, ids_in_scope(ids, scope));
  return book_->change(items, [&change](FeedbackState& state) { return apply_change(change, state); });
}

Status FeedbackInbox::add_note(int64_t id, const std::string& scope, const std::string& account,
                               const std::string& text) {
  SOJOURN_TRY(const std::string note, check_note(text));
  SOJOURN_TRY(const std::vector<int64_t> items, ids_in_scope({&id, 1}, scope));
  return book_->change(items, [&](FeedbackState& state) -> Status {
    if (state.notes.size() >= kNotesMax) {
      return Status::limit("there are " + std::to_string(kNotesMax) + " notes on it already", "text");
    }
    state.notes.push_back({state.next_note++, now(), account, note});
    return {};
  });
}

Status FeedbackInbox::remove_note(int64_t id, const std::string& scope, int64_t note) {
  SOJOURN_TRY(const std::vector<int64_t> items, ids_in_scope({&id, 1}, scope));
  return book_->change(items, [note](FeedbackState& state) -> Status {
    const size_t gone = std::erase_if(state.notes, [note](const Note& each) { return each.number == note; });
    return gone > 0 ? Status() : Status::not_found("there is no note " + std::to_string(note) + " here", "note");
  });
}

Result<std::vector<std::pair<std::string, int64_t>>> FeedbackInbox::tags(const std::string& scope) {
  std::map<std::string, int64_t> counts;
  {
    const std::lock_guard lock(mutex_);
    SOJOURN_CHECK(catch_up());
    Sets sets;
    SOJOURN_TRY(sets.scope, sets_.passing(index_, scope));
    const FeedbackBook::Reading reading = book_->read();
    for (const auto& [id, state] : reading.states) {
      if (state.tags.empty() || !position_of(id, sets)) continue;
      for (const std::string& tag : state.tags) ++counts[tag];
    }
  }
  std::vector<std::pair<std::string, int64_t>> tags(counts.begin(), counts.end());
  std::ranges::stable_sort(tags, [](const auto& a, const auto& b) { return a.second > b.second; });
  return tags;
}

InboxSettings FeedbackInbox::settings() const {
  const std::lock_guard lock(settings_mutex_);
  return settings_;
}

Status FeedbackInbox::cases_trouble() {
  const std::lock_guard lock(mutex_);
  Sets sets;
  SOJOURN_CHECK(catch_up());
  SOJOURN_CHECK(case_set(sets));
  return cases_trouble_;
}

Status FeedbackInbox::check_cases(const std::string& cases) {
  if (cases.empty()) return {};
  const std::lock_guard lock(mutex_);
  SOJOURN_CHECK(catch_up());
  Result<std::string> filter = expand_segments(cases, segments_);
  if (!filter) return std::move(filter).error().within("cases");
  if (Result<FeedbackSets::Set> set = sets_.passing(index_, *filter); !set) {
    return std::move(set).error().within("cases");
  }
  return {};
}

Status FeedbackInbox::change_settings(const ChangeSettings& change) {
  const std::lock_guard changing(changing_settings_);
  SOJOURN_TRY(const InboxSettings changed, change(settings()));
  SOJOURN_CHECK(check_cases(changed.cases));
  return keep_settings(changed);
}

Status FeedbackInbox::keep_settings(const InboxSettings& settings) {
  const Document document{std::string(kInboxSettingsDocument), std::string(kSettingsName),
                          inbox_settings_json(settings).dump()};
  SOJOURN_CHECK(store_.put_documents({&document, 1}));
  const std::lock_guard lock(settings_mutex_);
  settings_ = settings;
  return {};
}

Status FeedbackInbox::forget_account(const std::string& account) {
  if (account.empty()) return {};
  {
    const std::lock_guard changing(changing_settings_);
    if (InboxSettings settings = this->settings(); settings.assignee == account) {
      settings.assignee.clear();
      SOJOURN_CHECK(keep_settings(settings));  // Whatever became of the filter.
    }
  }
  return book_->forget_account(account);
}

}  // namespace sojourn
