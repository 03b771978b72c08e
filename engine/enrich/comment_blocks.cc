#include "enrich/comment_blocks.h"

namespace sojourn {

CommentBlocks::CommentBlocks(const Snapshot& snapshot, std::span<const ColumnId> more)
    : out_(snapshot.names(kDirection)->find("out")), languages_(snapshot.names(kLanguage)) {
  std::vector<ColumnId> columns(more.begin(), more.end());
  columns.insert(columns.end(), {kText, kTurnsColumn, kLanguage, kDirection});
  if (more.empty()) columns.push_back(kWithoutTimes);
  reader_ = snapshot.reader(columns);
}

}  // namespace sojourn
