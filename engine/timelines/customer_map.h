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
  // Is it somebody we can name? Parts do not say it of those whose events were all replaced, so the first update() of a
  // map from parts must know all groups.
  bool identified(IdentifierCode code) const { return !nobody_[code]; }

  struct Change {
    std::vector<Regrouping> regrouped;   // For the next part.
    std::vector<uint32_t> replaced;      // Customers whose events must be put anew, ascending.
    std::vector<IdentifierCode> rescan;  // Identifiers whose events those are.
  };
  // Takes over who is who from the store, for identifiers below `end` (all that events name). With `known_too` also
  // those known before, which may have moved to other customers. The customers of `renewed` are put anew as well.
  // REQUIRES: groups.from <= end(), or 1 with `known_too`; renewed are below end().
  Change update(const IdentifierGroups& groups, IdentifierCode end, bool known_too,
                std::span<const IdentifierCode> renewed = {});

 private:
  std::vector<IdentifierCode> customers_{0};  // By code.
  std::vector<bool> nobody_{false};           // By code.
};

}  // namespace sojourn
