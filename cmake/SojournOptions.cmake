# Warnings, optimisation, sanitizers, ccache and the linker: what every target of ours is built with.
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1 -DSOJOURN_DEBUG=1" CACHE STRING "" FORCE)
set(CMAKE_C_FLAGS_DEV "-O1 -g1" CACHE STRING "" FORCE)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG" CACHE STRING "" FORCE)

find_program(SOJOURN_CCACHE ccache)
if(SOJOURN_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${SOJOURN_CCACHE})
endif()
find_program(SOJOURN_LLD ld.lld)
if(SOJOURN_LLD)
  add_link_options(-fuse-ld=lld)
endif()

# What all have in common; sojourn_options adds the sanitizers.
add_library(sojourn_common_options INTERFACE)
target_compile_options(sojourn_common_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -fno-omit-frame-pointer -pthread)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # -fpch-preprocess lets ccache see through precompiled headers.
  # g++ 12 warns of overlaps and bounds that are not there when it inlines std::string and std::variant (GCC bug 105329).
  target_compile_options(sojourn_common_options INTERFACE -fpch-preprocess -Wno-restrict -Wno-array-bounds
    -Wno-stringop-overread -Wno-stringop-overflow -Wno-maybe-uninitialized)
else()
  target_compile_options(sojourn_common_options INTERFACE -Wno-unused-private-field)
endif()
target_compile_definitions(sojourn_common_options INTERFACE SOJOURN_VERSION="${PROJECT_VERSION}")
target_include_directories(sojourn_common_options INTERFACE "${CMAKE_SOURCE_DIR}/engine")
target_link_options(sojourn_common_options INTERFACE -pthread)
if(SOJOURN_FUZZ)
  target_compile_options(sojourn_common_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# What is shipped is built with every sanitizer that is asked for. Tests go without the one for undefined behaviour: it
# would look at the tests' own lines only, for two fifths of the time they take to compile.
add_library(sojourn_options INTERFACE)
add_library(sojourn_test_options INTERFACE)
foreach(options sojourn_options sojourn_test_options)
  target_link_libraries(${options} INTERFACE sojourn_common_options)
  if(SOJOURN_SANITIZE)
    target_compile_options(${options} INTERFACE -fsanitize=${SOJOURN_SANITIZE} -fno-sanitize-recover=all)
    target_link_options(${options} INTERFACE -fsanitize=${SOJOURN_SANITIZE})
    if(SOJOURN_SANITIZE MATCHES "address")
      target_compile_definitions(${options} INTERFACE _GLIBCXX_ASSERTIONS)
    endif()
  endif()
endforeach()
if(SOJOURN_SANITIZE MATCHES "undefined")
  target_compile_options(sojourn_test_options INTERFACE -fno-sanitize=undefined)
endif()
