// Remembers what names stand for, when record after record names the same things in the same order.
//
// Cost      a comparison where the name stands where it stood in the record before, else a hash.
// Owner     entries never move.
// Threads   one.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sojourn {

template <class T>
class NameMemo {
 public:
  // A new record begins.
  void restart() { seen_ = 0; }
  size_t size() const { return entries_.size(); }
  bool knows(std::string_view name) const { return by_name_.contains(name); }

  // What `name` stands for; `make(name)` says it the first time.
  template <class Make>
  const T& find(std::string_view name, Make&& make) {
    const size_t nth = seen_++;
    if (nth < usual_.size() && usual_[nth]->first == name) return usual_[nth]->second;
    if (nth >= usual_.size()) usual_.resize(nth + 1);
    const auto known = by_name_.find(name);
    if (known != by_name_.end()) return (usual_[nth] = known->second)->second;
    entries_.emplace_back(std::string(name), make(name));
    const Entry* entry = &entries_.back();
    by_name_.emplace(entry->first, entry);
    return (usual_[nth] = entry)->second;
  }

 private:
  using Entry = std::pair<const std::string, T>;
  std::deque<Entry> entries_;
  std::unordered_map<std::string_view, const Entry*> by_name_;
  std::vector<const Entry*> usual_;  // The n-th of the last record.
  size_t seen_ = 0;
};

}  // namespace sojourn
