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
  map.nobody_.resize(map.end());
  return map;
}

CustomerMap::Change CustomerMap::update(const IdentifierGroups& groups, IdentifierCode end, bool known_too,
                                        std::span<const IdentifierCode> renewed) {
  const IdentifierCode old_end = this->end();
  end = std::max(end, old_end);
  customers_.resize(end);
  std::iota(customers_.begin() + old_end, customers_.end(), old_end);
  nobody_.resize(end);

  Change change;
  const auto known_end = static_cast<IdentifierCode>(groups.from + groups.customer.size());
  SOJOURN_ASSERT(groups.from <= (known_too ? 1 : old_end) && end <= std::max(known_end, old_end),
                 "the groups leave out identifiers that events name");
  for (IdentifierCode code = groups.from; code < std::min(end, known_end); ++code) {
    if (groups.identified[code - groups.from] == 0) nobody_[code] = true;
  }
  for (IdentifierCode code = known_too ? 1 : old_end; code < std::min(end, known_end); ++code) {
    const size_t place = code - groups.from;
    IdentifierCode& customer = customers_[code];
    if (customer == groups.customer[place]) continue;
    if (code < old_end) {
      change.replaced.push_back(customer);
      change.replaced.push_back(groups.customer[place]);
    }
    customer = groups.customer[place];
    change.regrouped.push_back({code, customer});
  }
  for (const IdentifierCode code : renewed) change.replaced.push_back(customers_[code]);
  std::sort(change.replaced.begin(), change.replaced.end());
  change.replaced.erase(std::unique(change.replaced.begin(), change.replaced.end()), change.replaced.end());
  if (change.replaced.empty()) return change;
  std::vector<bool> is_replaced(end, false);
  for (const uint32_t customer : change.replaced) is_replaced[customer] = true;
  for (IdentifierCode code = 1; code < end; ++code) {
    if (is_replaced[customers_[code]]) change.rescan.push_back(code);
  }
  return change;
}

}  // namespace sojourn
