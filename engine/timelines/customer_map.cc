#include "timelines/customer_map.h"

#include <algorithm>
#include <numeric>

#include "base/assert.h"

namespace sojourn {

CustomerMap CustomerMap::from_parts(std::span<const std::shared_ptr<const Part>> parts) {
  CustomerMap map;
  for (const std::shared_ptr<const Part>& part : parts) {
    const size_t old_end = map.customers_.size();
    map.customers_.resize(std::max<size_t>(old_end, part->summary().identifier_end));
    std::iota(map.customers_.begin() + static_cast<std::ptrdiff_t>(old_end), map.customers_.end(),
              static_cast<IdentifierCode>(old_end));
    for (const Regrouping& change : part->regrouped()) {
      if (change.identifier < map.customers_.size()) map.customers_[change.identifier] = change.customer;
    }
  }
  map.first_new_ = map.end();
  return map;
}

CustomerMap::Change CustomerMap::update(const IdentifierGroups& groups, IdentifierCode end, bool known_too) {
  const IdentifierCode old_end = this->end();
  end = std::max(end, old_end);
  customers_.resize(end);
  std::iota(customers_.begin() + old_end, customers_.end(), old_end);
  first_new_ = old_end;
  named_.assign(end - old_end, 1);

  Change change;
  const auto known_end = static_cast<IdentifierCode>(groups.from + groups.customer.size());
  SOJOURN_ASSERT(groups.from <= (known_too ? 1 : old_end) && end <= std::max(known_end, old_end),
                 "the groups leave out identifiers that events name");
  for (IdentifierCode code = known_too ? 1 : old_end; code < std::min(end, known_end); ++code) {
    const size_t place = code - groups.from;
    if (code >= old_end) named_[code - old_end] = groups.identified[place];
    IdentifierCode& customer = customers_[code];
    if (customer == groups.customer[place]) continue;
    if (code < old_end) {
      change.replaced.push_back(customer);
      change.replaced.push_back(groups.customer[place]);
    }
    customer = groups.customer[place];
    change.regrouped.push_back({code, customer});
  }
  std::sort(change.replaced.begin(), change.replaced.end());
  change.replaced.erase(std::unique(change.replaced.begin(), change.replaced.end()), change.replaced.end());
  if (change.replaced.empty()) return change;
  for (IdentifierCode code = 1; code < end; ++code) {
    if (std::binary_search(change.replaced.begin(), change.replaced.end(), customers_[code])) {
      change.rescan.push_back(code);
    }
  }
  return change;
}

}  // namespace sojourn
