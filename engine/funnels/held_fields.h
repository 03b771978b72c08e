// Fields whose values must be the same at all events of an attempt: a life falls apart into one per combination.
//
// Counts    an event that lacks one of the fields cannot be held constant: it belongs to no combination.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "measure/definition.h"
#include "timelines/block.h"

namespace sojourn {

inline constexpr size_t kHeldFieldsMax = 3;
using HeldValues = std::array<uint64_t, kHeldFieldsMax>;

class HeldFields {
 public:
  // The fields named by that repeated kField parameter. Errors: kInvalidArgument for no field (with near names), or one
  // of free text; kLimit for more than three.
  static Result<HeldFields> bind(BindContext& context, std::string_view parameter);

  bool any() const { return !fields_.empty(); }
  // Empty when the event lacks one.
  std::optional<HeldValues> values(const Block& block, size_t event) const;

 private:
  struct Field {
    std::optional<ColumnId> column;  // Empty: a property that no event ever had.
    ColumnType type = ColumnType::kCode;
  };
  std::vector<Field> fields_;
};

}  // namespace sojourn
