module example.com/mapvet-examples

go 1.21
