// The fields an event may carry: one table, from which come the import names, the store's columns, the columns of the
// timelines, the names in filters and splits, and the docs. Adding a field is one row here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace sojourn {

enum class FieldType : uint8_t {
  kTerm,      // Text from a small vocabulary (a channel, a product): stored once, referred to by code.
  kKey,       // Text that is nearly unique (an order number): compared for equality only.
  kText,      // What people wrote: kept whole, searched, never split by.
  kNumber,    // A finite double.
  kMoney,     // Minor units of the event's `currency`, exact.
  kDuration,  // Given in seconds, kept as whole microseconds.
  kBool,
  kTime,  // Microseconds UTC.
};

enum class Field : uint8_t {
  kChannel,
  kTouchpoint,
  kStage,
  kDirection,
  kPerceived,
  kKind,
  kQuestion,
  kScaleMin,
  kScaleMax,
  kAnswer,
  kText,
  kLanguage,
  kAmount,
  kCurrency,
  kProduct,
  kQuantity,
  kOrder,
  kSubscription,
  kAgent,
  kQueue,
  kWait,
  kTalk,
  kHold,
  kWrap,
  kTransfers,
  kResolved,
  kCampaign,
  kCost,
  kDepartment,
  kDevice,
  kLocation,
  kPromise,
  kOutcome,
};
inline constexpr size_t kFieldCount = 33;

struct FieldInfo {
  Field field;
  std::string_view name;  // As in files, filters, SQL and JSON.
  FieldType type;
  std::string_view about;  // One sentence for docs and help.
};

// In the order of the enum.
std::span<const FieldInfo> all_fields();
const FieldInfo& field_info(Field field);
// By name, exact (names are lower case). Empty when there is none.
std::optional<Field> find_field(std::string_view name);

// Is the value held as text (kTerm, kKey, kText) rather than as a number?
constexpr bool is_text(FieldType type) { return type <= FieldType::kText; }

inline constexpr size_t kStageCount = 6;
// The journey's stages in order: consider, evaluate, buy, enjoy, advocate, bond.
std::span<const std::string_view> stage_names();
// 0..5, or -1.
int stage_rank(std::string_view stage);

// A scale of answers. The kinds that are known bring a default: nps 0..10, csat 1..5, ces 1..7, stars 1..5,
// useful, usable and enjoyable 1..5. Others must declare theirs, or their answers have no scale.
struct Scale {
  double min = 0;
  double max = 0;
  bool operator==(const Scale&) const = default;
};
std::optional<Scale> default_scale(std::string_view kind);

}  // namespace sojourn
