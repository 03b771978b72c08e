// Work split over threads. Results never depend on how many there are.
#pragma once

#include <cstddef>
#include <functional>

namespace sojourn {

// Threads to use: SOJOURN_THREADS, else the machine's cores.
size_t thread_count();

// Calls work(thread, index) for every index in [0, count), each once, on up to `threads` threads; returns when all are
// done. `thread` is in [0, threads), and one thread's calls never overlap, so private scratch may be kept by it.
// Indexes are handed out in ascending order, one at a time. When work throws, no further index is handed out and the
// exception of the lowest index that failed is thrown on.
void parallel_for(size_t count, size_t threads, const std::function<void(size_t thread, size_t index)>& work);

}  // namespace sojourn
