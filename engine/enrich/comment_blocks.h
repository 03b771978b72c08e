// The comments of a snapshot's blocks: events with a text or turns that are not ours (direction "out").
// Threads   one reader a thread. Cost: a look at two offsets an event.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "timelines/columns.h"
#include "timelines/snapshot.h"

namespace sojourn {

struct Comment {
  uint32_t customer = 0;      // Index into the block's customers.
  uint32_t event = 0;         // Position in the block.
  std::string_view text;      // "" : it has turns alone.
  std::string_view turns;     // JSON; "" : none.
  std::string_view language;  // As declared.
};

class CommentBlocks {
 public:
  // `more`: further columns that visits will look at. The snapshot is borrowed.
  explicit CommentBlocks(const Snapshot& snapshot, std::span<const ColumnId> more = {});

  // visit(block, comment) for each comment of block `index`. Everything is borrowed until the next call.
  template <class Visit>
  const Block& read(size_t index, Visit&& visit) {
    const Block& block = reader_->read(index);
    const TextColumn texts = block.column(kText).texts;
    const TextColumn turns = block.column(kTurnsColumn).texts;
    const CodeColumn directions = block.column(kDirection).codes;
    const CodeColumn languages = block.column(kLanguage).codes;
    for (uint32_t customer = 0; customer < block.customers.size(); ++customer) {
      for (uint32_t event = block.begins[customer]; event < block.begins[customer + 1]; ++event) {
        const std::string_view text = texts[event];
        const std::string_view said = turns[event];
        if ((text.empty() && said.empty()) || (out_ && directions[event] == *out_)) continue;
        const uint32_t language = languages[event];
        visit(block, Comment{customer, event, text, said, language == 0 ? "" : languages_->text(language)});
      }
    }
    return block;
  }

 private:
  static constexpr ColumnId kText = column_of(Field::kText);
  static constexpr ColumnId kLanguage = column_of(Field::kLanguage);
  static constexpr ColumnId kDirection = column_of(Field::kDirection);

  std::optional<uint32_t> out_;
  std::shared_ptr<Names> languages_;
  std::unique_ptr<BlockReader> reader_;
};

}  // namespace sojourn
