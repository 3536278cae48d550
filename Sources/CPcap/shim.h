#ifndef STORK_CPCAP_SHIM_H
#define STORK_CPCAP_SHIM_H
#include <pcap/pcap.h>
#endif
