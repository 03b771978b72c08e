#include "timelines/customer_map.h"

#include <algorithm>
#include <numeric>

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

Result<CustomerMap::Change> CustomerMap::update(Store& store, IdentifierCode end, bool known_too) {
  SOJOURN_TRY(const std::vector<IdentifierRow> rows, store.identifiers());
  const IdentifierCode old_end = this->end();
  end = std::max(end, old_end);
  customers_.resize(end);
  std::iota(customers_.begin() + old_end, customers_.end(), old_end);
  first_new_ = old_end;
  named_.assign(end - old_end, 1);

  Change change;
  for (const IdentifierRow& row : rows) {
    if (row.code >= end || (row.code < old_end && !known_too)) continue;
    if (row.code >= old_end && row.identifier.kind == IdentifierKind::kUnknown) named_[row.code - old_end] = 0;
    IdentifierCode& customer = customers_[row.code];
    if (customer == row.customer) continue;
    if (row.code < old_end) {
      change.replaced.push_back(customer);
      change.replaced.push_back(row.customer);
    }
    customer = row.customer;
    change.regrouped.push_back({row.code, customer});
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
