#include "timelines/store_directory.h"

#include "event/identifier.h"

namespace sojourn {

std::optional<uint32_t> StoreDirectory::find(std::string_view identifier) const {
  if (const Result<Identifier> whole = parse_identifier(identifier)) {
    if (const auto customer = store_.customer(*whole)) return customer->number;
  }
  for (size_t kind = 0; kind < kIdentifierKindCount; ++kind) {
    if (static_cast<IdentifierKind>(kind) == IdentifierKind::kUnknown) continue;  // Nobody's name.
    const auto customer = store_.customer({static_cast<IdentifierKind>(kind), std::string(identifier)});
    if (customer) return customer->number;
  }
  return std::nullopt;
}

std::string StoreDirectory::name(uint32_t customer) const {
  const auto found = store_.customers(std::span<const IdentifierCode>(&customer, 1));
  if (!found || found->front().identifiers.empty()) return "";
  return format_identifier(found->front().identifiers.front());
}

}  // namespace sojourn
