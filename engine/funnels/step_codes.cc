#include "funnels/step_codes.h"

#include <numeric>

namespace sojourn {
namespace {

// The code column that all filters ask about, and nothing else.
std::optional<ColumnId> sole_column(const std::vector<std::string>& filters, const Snapshot& snapshot) {
  std::optional<ColumnId> sole;
  for (const std::string& text : filters) {
    const Result<Filter> filter = Filter::parse(text);
    const std::optional<std::string> field = filter.has_value() ? filter->sole_field() : std::nullopt;
    const std::optional<ColumnId> column = field ? snapshot.find_column(*field) : std::nullopt;
    if (!column || (sole && *column != *sole)) return std::nullopt;
    sole = column;
  }
  if (!sole || snapshot.columns()[*sole].type != ColumnType::kCode) return std::nullopt;
  return sole;
}

// A block in which every code of one column comes once, each at a customer of its own.
class EachCodeOnce {
 public:
  EachCodeOnce(ColumnId column, size_t codes, const Snapshot& snapshot) : columns_(snapshot.columns().size()) {
    customers_.resize(codes);
    std::iota(customers_.begin(), customers_.end(), uint32_t{1});
    begins_.resize(codes + 1);
    std::iota(begins_.begin(), begins_.end(), uint32_t{0});
    codes_.resize(codes);
    std::iota(codes_.begin(), codes_.end(), uint8_t{0});
    identified_.assign(codes, 1);
    times_.assign(codes, 0);
    columns_[column].codes = CodeColumn(codes_.data(), 1);
  }
  Block block() const { return {customers_, identified_, begins_, times_, columns_}; }

 private:
  std::vector<uint32_t> customers_;
  std::vector<uint8_t> identified_;
  std::vector<uint32_t> begins_;
  std::vector<Micros> times_;
  std::vector<uint8_t> codes_;
  std::vector<BlockColumn> columns_;
};

}  // namespace

std::optional<StepCodes> step_codes(const std::vector<std::string>& filters,
                                    const std::vector<std::shared_ptr<const Predicate>>& steps,
                                    const Snapshot& snapshot) {
  const std::optional<ColumnId> column = sole_column(filters, snapshot);
  if (!column) return std::nullopt;
  const size_t codes = snapshot.names(*column)->size();
  if (codes == 0 || codes > StepCodes::kCodes) return std::nullopt;
  const EachCodeOnce once(*column, codes, snapshot);
  StepCodes tables;
  tables.column = *column;
  EventBits met;
  for (size_t step = 0; step < steps.size(); ++step) {
    steps[step]->select(once.block(), met);
    for (size_t code = 0; code < codes; ++code) {
      if (!met.test(code)) continue;
      tables.met[code] = static_cast<uint16_t>(tables.met[code] | (1U << step));
      tables.any[code] = 1;
      if (step == 0) tables.first[code] = 1;
    }
  }
  return tables;
}

}  // namespace sojourn
