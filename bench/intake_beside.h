// `sojourn_bench intake --import ROWS`: how long live senders wait while the server reads a file.
#pragma once

#include "intake.h"

namespace sojourn::bench {

// Prints a line without and one with the file. Fails when the record does not hold all of both.
void bench_beside(const IntakeWork& work);

}  // namespace sojourn::bench
