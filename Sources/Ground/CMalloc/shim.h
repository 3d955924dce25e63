#pragma once
// What glibc has for giving memory back to the system; Swift's Glibc module leaves this header out.
#include <malloc.h>
