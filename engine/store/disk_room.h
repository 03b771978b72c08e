// Is there room on the disk for what is to be written? DuckDB does not undo well what it could not write to the end, so
// nothing is begun that finds no room.
#pragma once

#include <cstdint>
#include <string>

#include "base/status.h"

namespace sojourn {

// What a small commit (a document, a link, some rules) may write.
inline constexpr uint64_t kSmallCommitBytes = uint64_t{4} << 20;

// Room for so many bytes in the folder, and some to spare; ok where the file system does not say. Errors: kUnavailable.
Status find_room(const std::string& folder, uint64_t bytes);

}  // namespace sojourn
