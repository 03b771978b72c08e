#include "measure/stage_column.h"

#include "base/assert.h"

namespace sojourn {

StageColumn StageColumn::bind(BindContext& context) {
  SOJOURN_ASSERT(stage_rank("evaluate") == static_cast<int>(kEvaluate),
                 "the stages of the journey and of the measures differ");
  StageColumn stages;
  stages.column_ = context.column("stage");
  const Names& names = *context.snapshot().names(stages.column_);
  const uint32_t known = names.size();
  for (uint32_t code = 0; code < known; ++code) {
    const int rank = stage_rank(names.text(code));
    stages.ranks_.push_back(rank < 0 ? kNoStage : static_cast<size_t>(rank));
  }
  return stages;
}

}  // namespace sojourn
