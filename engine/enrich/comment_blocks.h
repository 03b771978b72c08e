// The comments of a snapshot's blocks: events in which a customer says something (customer_said in turns.h).
// Threads   one reader a thread. Cost: a look at two offsets an event.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "enrich/turns.h"
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
        const CustomerSaid said = customer_said(texts[event], turns[event], out_ && directions[event] == *out_);
        if (said.nothing()) continue;
        const uint32_t language = languages[event];
        visit(block, Comment{customer, event, said.text, said.turns, language == 0 ? "" : languages_->text(language)});
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
