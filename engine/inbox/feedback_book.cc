#include "inbox/feedback_book.h"

#include "base/decimal.h"

namespace sojourn {
namespace {

constexpr std::string_view kDocument = "feedback";

}  // namespace

Result<std::unique_ptr<FeedbackBook>> FeedbackBook::open(Store& store) {
  std::unique_ptr<FeedbackBook> book(new FeedbackBook(store));
  SOJOURN_TRY(const std::vector<Document> documents, store.documents(kDocument));
  for (const Document& each : documents) {
    const Result<int64_t> item = parse_integer(each.name);
    Result<FeedbackState> state = parse_state(each.text);
    if (!item || !state) {
      return Status::corruption(item ? state.status().message() : "no number", "feedback \"" + each.name + "\"");
    }
    book->states_.emplace(*item, *std::move(state));
  }
  return book;
}

FeedbackState FeedbackBook::of(int64_t item) const {
  const std::shared_lock lock(mutex_);
  const auto found = states_.find(item);
  return found == states_.end() ? FeedbackState() : found->second;
}

Status FeedbackBook::change(std::span<const int64_t> items, const std::function<Status(FeedbackState&)>& change) {
  const std::lock_guard changing(changing_);
  States changed;
  for (const int64_t item : items) {
    const auto [place, is_new] = changed.try_emplace(item, of(item));
    if (is_new) SOJOURN_CHECK(change(place->second));
  }
  return keep(std::move(changed));
}

Status FeedbackBook::forget_account(const std::string& account) {
  const std::lock_guard changing(changing_);
  States changed;
  for (const auto& [item, state] : read().states) {
    if (state.assignee == account) changed.emplace(item, state).first->second.assignee = "";
  }
  return changed.empty() ? Status() : keep(std::move(changed));
}

Status FeedbackBook::keep(States changed) {
  std::vector<Document> documents;
  for (const auto& [item, state] : changed) {
    documents.push_back({std::string(kDocument), std::to_string(item), state_text(state)});
  }
  SOJOURN_CHECK(store_.put_documents(documents));
  const std::unique_lock lock(mutex_);
  for (auto& [item, state] : changed) states_[item] = std::move(state);
  return {};
}

}  // namespace sojourn
