// How things that go by the clock stand, and what became of them: a document of the record each, held in memory whole.
//
// `Kind` says what they are: Value (with a name), kDocument, kNoun, parse(document), text(value).
// Durable   a change is in the record before it is seen.
// Threads   any number; look-ups do not wait for changes on disk.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.h"

namespace sojourn {

template <class Kind>
class StateBook {
 public:
  using Value = typename Kind::Value;
  using Change = std::function<void(Value&)>;

  // `store` is borrowed. Errors: kCorruption, which names the document.
  static Result<std::unique_ptr<StateBook>> open(Store& store) {
    std::unique_ptr<StateBook> book(new StateBook(store));
    SOJOURN_TRY(const std::vector<Document> documents, store.documents(Kind::kDocument));
    for (const Document& document : documents) {
      Result<Value> value = Kind::parse(document);
      if (!value) {
        return Status::corruption(value.error().to_string(), std::string(Kind::kNoun) + " \"" + document.name + "\"");
      }
      book->values_[document.name] = *std::move(value);
    }
    return book;
  }

  // One that is not kept is as new.
  Value look(std::string_view name) const {
    const std::shared_lock lock(mutex_);
    if (const auto found = values_.find(name); found != values_.end()) return found->second;
    Value value;
    value.name = name;
    return value;
  }
  std::vector<std::string> names() const {
    const std::shared_lock lock(mutex_);
    std::vector<std::string> names;
    for (const auto& [name, value] : values_) names.push_back(name);
    return names;
  }
  // No other change comes between. Errors: those of the store; then nothing has changed.
  Status change(const std::string& name, const Change& how) {
    const std::lock_guard changing(changing_);
    Value value = look(name);
    how(value);
    const Document document{Kind::kDocument, name, Kind::text(value)};
    SOJOURN_CHECK(store_.put_documents({&document, 1}));
    const std::unique_lock lock(mutex_);
    values_[name] = std::move(value);
    return {};
  }
  // In memory alone, of one that is kept.
  void note(const std::string& name, const Change& how) {
    const std::lock_guard changing(changing_);  // Else a change that is on its way would take it back.
    const std::unique_lock lock(mutex_);
    if (const auto found = values_.find(name); found != values_.end()) how(found->second);
  }
  // One that is not there is fine.
  Status remove(const std::string& name) {
    const std::lock_guard changing(changing_);
    {
      const std::shared_lock lock(mutex_);
      if (!values_.contains(name)) return {};
    }
    SOJOURN_CHECK(store_.remove_document(Kind::kDocument, name));
    const std::unique_lock lock(mutex_);
    values_.erase(values_.find(name));
    return {};
  }

 private:
  explicit StateBook(Store& store) : store_(store) {}
  Store& store_;
  std::mutex changing_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, Value, std::less<>> values_;
};

}  // namespace sojourn
