trust me
