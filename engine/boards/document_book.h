// Things with names that are documents of the record: held in memory whole, changed one at a time.
//
// `Kind` says what they are: Value (with a name), kDocument, kNoun, kMost, parse(text, name), text(value).
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

#include "base/suggest.h"
#include "store/store.h"

namespace sojourn::boards {

template <class Kind>
class DocumentBook {
 public:
  using Value = typename Kind::Value;
  using Pointer = std::shared_ptr<const Value>;

  // `store` is borrowed.
  explicit DocumentBook(Store& store) : store_(store) {}

  // Errors: kCorruption, which names the document that cannot be read.
  Status load() {
    SOJOURN_TRY(const std::vector<Document> documents, store_.documents(Kind::kDocument));
    for (const Document& document : documents) {
      Result<Value> value = Kind::parse(document.text, document.name);
      if (!value) {
        return Status::corruption(value.error().to_string(), std::string(Kind::kNoun) + " \"" + document.name + "\"");
      }
      show(document.name, std::make_shared<Value>(*std::move(value)));
    }
    return {};
  }

  // By name.
  std::vector<Pointer> list() const {
    const std::shared_lock lock(mutex_);
    std::vector<Pointer> all;
    for (const auto& [name, value] : values_) all.push_back(value);
    return all;
  }

  // Null: there is none.
  Pointer look(std::string_view name) const {
    const std::shared_lock lock(mutex_);
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : found->second;
  }

  // Errors: kNotFound, with near names; `where` is the noun.
  Result<Pointer> find(std::string_view name) const {
    if (Pointer found = look(name)) return found;
    std::vector<std::string> names;
    for (const Pointer& each : list()) names.push_back(each->name);
    return missing(name, names);
  }

  static Status missing(std::string_view name, const std::vector<std::string>& names) {
    const std::string noun(Kind::kNoun);
    return Status::not_found("there is no " + noun + " \"" + std::string(name.substr(0, 80)) + "\"." +
                                 (names.empty() ? " There are none yet." : did_you_mean(name, names)),
                             noun);
  }

  // Makes or replaces what `change` gives, which is told what is there (null: nothing); no other change comes between.
  // Errors: those of `change`; kLimit; of the store.
  using Change = std::function<Result<Value>(const Value* there)>;
  Result<Pointer> put(std::string_view name, const Change& change) {
    const std::lock_guard changing(changing_);
    const Pointer there = look(name);
    SOJOURN_TRY(Value value, change(there.get()));
    if (there == nullptr && size() >= Kind::kMost) {
      return Status::limit("there are " + std::to_string(Kind::kMost) + " " + Kind::kNoun + "s already");
    }
    const Document document{Kind::kDocument, value.name, Kind::text(value)};
    SOJOURN_CHECK(store_.put_documents({&document, 1}));
    Pointer shown = std::make_shared<Value>(std::move(value));
    show(shown->name, shown);
    return shown;
  }
  Result<Pointer> put(const Value& value) {
    return put(value.name, [&value](const Value*) -> Result<Value> { return value; });
  }

  // `check` may refuse; no other change comes between. Errors: kNotFound; those of `check` and the store.
  Status remove(std::string_view name, const std::function<Status(const Value&)>& check = {}) {
    const std::lock_guard changing(changing_);
    SOJOURN_TRY(const Pointer there, find(name));
    if (check) SOJOURN_CHECK(check(*there));
    SOJOURN_CHECK(store_.remove_document(Kind::kDocument, name));
    const std::unique_lock lock(mutex_);
    values_.erase(values_.find(name));
    return {};
  }

 private:
  void show(const std::string& name, Pointer value) {
    const std::unique_lock lock(mutex_);
    values_[name] = std::move(value);
  }
  size_t size() const {
    const std::shared_lock lock(mutex_);
    return values_.size();
  }

  Store& store_;
  std::mutex changing_;  // One change at a time; held while the disk is at it.
  mutable std::shared_mutex mutex_;
  std::map<std::string, Pointer, std::less<>> values_;
};

}  // namespace sojourn::boards
