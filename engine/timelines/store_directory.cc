#include "timelines/store_directory.h"

#include "event/identifier.h"

namespace sojourn {

Result<std::vector<std::optional<uint32_t>>> StoreDirectory::find_all(std::span<const std::string_view> names) const {
  SOJOURN_TRY(const std::vector<IdentifierCode> numbers, store_.numbers_of(names));
  std::vector<std::optional<uint32_t>> found;
  found.reserve(numbers.size());
  for (const IdentifierCode number : numbers) found.push_back(number == 0 ? std::nullopt : std::optional(number));
  return found;
}

Result<std::vector<std::string>> StoreDirectory::names(std::span<const uint32_t> customers) const {
  SOJOURN_TRY(const std::vector<Store::Customer> found, store_.customers(customers));
  std::vector<std::string> names;
  names.reserve(found.size());
  for (const Store::Customer& customer : found) {
    names.push_back(customer.identifiers.empty() ? "" : format_identifier(customer.identifiers.front()));
  }
  return names;
}

}  // namespace sojourn
