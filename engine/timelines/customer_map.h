// Which customer an identifier's events belong to, as the timelines were last built; and what has changed since.
//
// Identifiers below end() are known; all others count as new and are asked of the store when an event names them. The
// map is not a file of its own: each part carries what it changed (Part::regrouped), and all parts together give it
// back.
#pragma once

#include <span>
#include <vector>

#include "base/status.h"
#include "store/store.h"
#include "timelines/part.h"

namespace sojourn {

class CustomerMap {
 public:
  // The map as the parts, in order, left it.
  static CustomerMap from_parts(std::span<const std::shared_ptr<const Part>> parts);

  IdentifierCode end() const { return static_cast<IdentifierCode>(customers_.size()); }
  // REQUIRES: code < end().
  IdentifierCode customer(IdentifierCode code) const { return customers_[code]; }
  // Is it somebody we can name? Nobody's identifiers stand on one event only, so it is asked of new ones alone.
  bool identified(IdentifierCode code) const { return code < first_new_ || named_[code - first_new_] != 0; }

  struct Change {
    std::vector<Regrouping> regrouped;   // For the next part.
    std::vector<uint32_t> replaced;      // Customers whose events must be put anew, ascending.
    std::vector<IdentifierCode> rescan;  // Identifiers whose events those are.
  };
  // Takes over who is who from the store, for identifiers below `end` (all that events name). With `known_too` also
  // those known before, which may have moved to other customers.
  // REQUIRES: groups.from <= end(), or 1 with `known_too`.
  Change update(const IdentifierGroups& groups, IdentifierCode end, bool known_too);

 private:
  std::vector<IdentifierCode> customers_{0};  // By code.
  std::vector<uint8_t> named_;                // Of codes from first_new_ on.
  IdentifierCode first_new_ = 1;
};

}  // namespace sojourn
