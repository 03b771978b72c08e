// Cases that nobody owned in time: marked once. Documents of kind "escalation", one for all cases that were found at one
// moment, so that many cost one document and one letter; who was told stands in it.
//
// Threads   any number; reading does not wait for the disk.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "store/store.h"

namespace sojourn {

struct Escalation {
  int64_t number = 0;  // From 1.
  Micros at = 0;
  std::vector<int64_t> items;
  std::string told;  // Whom it was told, and how far that came: JSON of act/escalation.h.
};

class EscalationBook {
 public:
  // `store` is borrowed. Errors: kCorruption.
  static Result<std::unique_ptr<EscalationBook>> open(Store& store);

  std::optional<Micros> at(int64_t item) const;  // When it was escalated.
  std::vector<Escalation> list() const;          // Oldest first.
  std::optional<Escalation> find(int64_t number) const;
  // Marks the items. Gives the number.
  Result<int64_t> add(Micros at, std::vector<int64_t> items, const std::string& told);
  // How far the telling came. Errors: kNotFound.
  Status set_told(int64_t number, const std::string& told);

 private:
  explicit EscalationBook(Store& store) : store_(store) {}
  Status keep(const Escalation& escalation);
  void show(const Escalation& escalation);

  Store& store_;
  std::mutex changing_;
  mutable std::shared_mutex mutex_;
  std::map<int64_t, Escalation> all_;
  std::unordered_map<int64_t, Micros> marks_;
};

}  // namespace sojourn
